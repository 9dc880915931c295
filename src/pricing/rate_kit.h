#pragma once

#include <string_view>

#include "core/decimal.h"
#include "core/rate_rule.h"
#include "core/result.h"
#include "wire/peer.h"

namespace saldo::pricing {

/// What rate sources share. None publishes a limit for callers without a key; one request a run is far from any.
inline constexpr RateRule kOneAMinute{.name = "requests",
                                      .scope = LimitScope::ip,
                                      .window_kind = WindowKind::rolling,
                                      .window = std::chrono::minutes{1},
                                      .budget = 60};
inline constexpr Charge kOneRequest{.rule = 0, .weight = 1};

/// Judges a reply by its HTTP status alone.
wire::Verdict judge_by_status(const http::Response& response, Time now);

/// The dollar has cost between 0.8 and 6.5 reais since the real exists (1994): what is not between 0.1 and 1,000 is no
/// rate.
bool is_plausible_rate(const Decimal& rate);

/// Reads a number of reais a dollar; bad_response when it is no rate.
Result<Decimal> read_rate(std::string_view text);

/// An instant given in seconds of Unix time; bad_response when it is not of this century.
Result<Time> read_unix_seconds(std::int64_t seconds);

}  // namespace saldo::pricing
