#pragma once

#include <optional>
#include <string_view>

#include "core/result.h"
#include "core/slot.h"

namespace saldo::cli {

/// A time as somebody types it: ISO 8601, and without a zone it is UTC, as in the tables.
std::optional<Time> parse_utc(std::string_view text);

struct SlotChoice {
  Slot slot;
  bool is_nominal = false;
};

/// What `--slot now|current|TIME` means at `now`. A past value is never made up: a slot that is closed, or still to
/// come, is refused, and the message names the open one (semantics S1, S2).
Result<SlotChoice> choose_slot(std::string_view text, Time now, int interval_hours);

}  // namespace saldo::cli
