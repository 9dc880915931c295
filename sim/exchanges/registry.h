#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "sim/exchange.h"

namespace sim {

/// `world` outlives the exchange.
using MakeExchange = std::unique_ptr<Exchange> (*)(const World& world, Limits limits);

struct Registration {
  /// The ccxt id; what --exchanges takes and SALDO_ENDPOINTS says.
  std::string_view id;
  MakeExchange make;
};

/// Every exchange that can be simulated.
const std::vector<Registration>& exchange_registry();
/// The price sources, which share a port.
const std::vector<Registration>& price_sources();
/// Which of them a request on that port is for, as a position in price_sources().
std::size_t price_source_for(std::string_view path);

}  // namespace sim
