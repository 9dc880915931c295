#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace saldo {

/// An instant in UTC, to the millisecond. The clock on the wall: it may be stepped.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// An instant that only moves forward, for waits and limits. Its zero means nothing.
using Steady = std::chrono::steady_clock::time_point;

using Milliseconds = std::chrono::milliseconds;

inline constexpr std::int64_t unix_ms(Time time) { return time.time_since_epoch().count(); }
inline constexpr Time from_unix_ms(std::int64_t ms) { return Time{Milliseconds{ms}}; }

/// ISO 8601 in UTC: "2026-11-23T16:00:00Z", with ".123" only when there are milliseconds.
std::string iso_text(Time time);

/// Reads ISO 8601 in UTC ("2026-11-23T16:00Z", "2026-11-23 16:00:00Z", "2026-11-23T16:00:00.123Z", or a bare date).
/// An instant must end in Z or "+00:00": saldo guesses no zone.
std::optional<Time> parse_iso_time(std::string_view text);

}  // namespace saldo
