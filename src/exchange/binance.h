#pragma once

#include "exchange/exchange.h"

namespace saldo::exchange {

extern const Exchange kBinance;

}  // namespace saldo::exchange
