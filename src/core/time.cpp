#include "core/time.h"

#include <charconv>

#include <fmt/format.h>

namespace saldo {
namespace {

using namespace std::chrono;

/// Takes exactly `digits` digits off the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return {};
  int value = 0;
  const auto part = text.substr(0, digits);
  const auto [stopped, error] = std::from_chars(part.data(), part.data() + part.size(), value);
  if (error != std::errc{} || stopped != part.data() + part.size() || part.front() == '-') return {};
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, std::string_view wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(wanted.size());
  return true;
}

std::optional<sys_days> take_date(std::string_view& text) {
  const auto y = take_number(text, 4);
  if (!y || !take(text, "-")) return {};
  const auto m = take_number(text, 2);
  if (!m || !take(text, "-")) return {};
  const auto d = take_number(text, 2);
  if (!d) return {};
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return {};
  return sys_days{date};
}

/// ".123456" as milliseconds; digits beyond the third are dropped.
std::optional<milliseconds> take_fraction(std::string_view& text) {
  if (!take(text, ".")) return milliseconds{0};
  int value = 0;
  int digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (digits < 3) value = value * 10 + (text.front() - '0');
    ++digits;
    text.remove_prefix(1);
  }
  if (digits == 0) return {};
  for (int i = digits; i < 3; ++i) value *= 10;
  return milliseconds{value};
}

std::optional<milliseconds> take_time_of_day(std::string_view& text) {
  const auto h = take_number(text, 2);
  if (!h || *h > 23 || !take(text, ":")) return {};
  const auto m = take_number(text, 2);
  if (!m || *m > 59) return {};
  milliseconds time = hours{*h} + minutes{*m};
  if (!take(text, ":")) return time;
  const auto s = take_number(text, 2);
  if (!s || *s > 59) return {};
  const auto fraction = take_fraction(text);
  if (!fraction) return {};
  return time + seconds{*s} + *fraction;
}

}  // namespace

std::string iso_text(Time time) {
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                          static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                          clock.minutes().count(), clock.seconds().count());
  if (clock.subseconds().count() != 0) text += fmt::format(".{:03}", clock.subseconds().count());
  return text + "Z";
}

std::optional<Time> parse_iso_time(std::string_view text) {
  const auto date = take_date(text);
  if (!date) return {};
  if (text.empty()) return Time{*date};
  if (!take(text, "T") && !take(text, " ")) return {};
  const auto time_of_day = take_time_of_day(text);
  if (!time_of_day) return {};
  if (!take(text, "Z") && !take(text, "+00:00")) return {};
  if (!text.empty()) return {};
  return Time{*date} + *time_of_day;
}

}  // namespace saldo
