#pragma once

#include "pricing/usd_brl.h"

namespace saldo::pricing {

extern const RateSource kCoinbaseRates;

}  // namespace saldo::pricing
