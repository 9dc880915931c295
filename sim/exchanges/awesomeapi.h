#pragma once

#include <memory>

#include "sim/exchange.h"

namespace sim {

/// AwesomeAPI, https://docs.awesomeapi.com.br/api-de-moedas: USD-BRL at GET /json/last/USD-BRL (and /last/USD-BRL).
std::unique_ptr<Exchange> make_awesomeapi(const World& world, Limits limits);

}  // namespace sim
