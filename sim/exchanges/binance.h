#pragma once

#include <memory>

#include "sim/exchange.h"

namespace sim {

/// Binance spot, from rest-api.md, errors.md and enums.md of github.com/binance/binance-spot-api-docs (July 2026).
/// HMAC keys only.
std::unique_ptr<Exchange> make_binance(const World& world, Limits limits);

}  // namespace sim
