#pragma once

#include <memory>

#include "sim/exchange.h"

namespace sim {

/// Frankfurter v2, https://frankfurter.dev: GET /v2/rate/USD/BRL and /v2/rates?base=USD&quotes=BRL.
std::unique_ptr<Exchange> make_frankfurter(const World& world, Limits limits);

}  // namespace sim
