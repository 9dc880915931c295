#pragma once

#include <optional>
#include <span>

#include "core/price.h"
#include "wire/flow.h"
#include "wire/peer.h"

namespace saldo::pricing {

/// Somebody who says how many reais a dollar costs. A rate without a time of its own is of the moment it is read.
struct RateSource {
  wire::Peer peer;
  wire::Flow<UsdBrl> (*fetch)();
};

/// The sources in the order in which they are asked.
std::span<const RateSource* const> rate_sources();

/// A rate made of two markets: what USDT costs in reais, divided by what it costs in dollars. Nothing when the board
/// has not both. The source names them: "binance:USDT/BRL / kraken:USDT/USD".
std::optional<UsdBrl> rate_by_tether(const PriceBoard& board);

/// Whether two sources say the same: at most 3 % apart, for a crypto dollar may cost 2 % more than a bank's.
bool agree(const Decimal& left, const Decimal& right);

/// Whether a rate has to be confirmed by another source before it is believed: it is more than 10 % away from the
/// stored one, and that is at most three days old at `now` (semantics V4).
bool needs_confirmation(const Decimal& rate, const std::optional<UsdBrl>& stored, Time now);

/// Whether a quote is recent enough to stand for `now`: weekends and holidays make one up to five days old.
bool is_recent(const UsdBrl& rate, Time now);

}  // namespace saldo::pricing
