#include "cli/slot_choice.h"

#include <fmt/format.h>

#include "core/text.h"

namespace saldo::cli {

std::optional<Time> parse_utc(std::string_view text) {
  if (const auto time = parse_iso_time(text)) return time;
  return parse_iso_time(std::string{text} + "Z");
}

Result<SlotChoice> choose_slot(std::string_view text, Time now, int interval_hours) {
  const Slot open = open_slot(now, interval_hours);
  if (text == "now") return SlotChoice{.slot = minute_slot(now)};
  if (text == "current") return SlotChoice{.slot = open, .is_nominal = true};
  const auto at = parse_utc(text);
  if (!at)
    return fail(ErrorKind::usage, fmt::format("--slot {}: neither now, current nor a time in UTC such as {}",
                                              printable(text), iso_text(open.at)));
  if (*at == open.at) return SlotChoice{.slot = open, .is_nominal = true};
  const auto why = *at > now ? "has not opened yet" : *at > open.at ? "is no slot of the schedule" : "is closed";
  return fail(ErrorKind::usage, fmt::format("the slot {} {}; the open one is {} (--slot current)", iso_text(*at), why,
                                            iso_text(open.at)));
}

}  // namespace saldo::cli
