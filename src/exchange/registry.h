#pragma once

#include <span>
#include <string_view>

#include "exchange/exchange.h"

namespace saldo::exchange {

/// Every exchange that saldo can read, in order of id.
std::span<const Exchange* const> all();

/// The exchange of that ccxt id, or nullptr.
const Exchange* find(std::string_view id);

/// Exchanges that have shut down for good: an account on one is reported as such, and there is nothing to read.
bool is_closed(std::string_view id);

}  // namespace saldo::exchange
