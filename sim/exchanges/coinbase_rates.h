#pragma once

#include <memory>

#include "sim/exchange.h"

namespace sim {

/// Coinbase's public rates, https://docs.cdp.coinbase.com/coinbase-app/track-apis/exchange-rates:
/// GET /v2/exchange-rates?currency=USD.
std::unique_ptr<Exchange> make_coinbase_rates(const World& world, Limits limits);

}  // namespace sim
