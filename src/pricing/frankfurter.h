#pragma once

#include "pricing/usd_brl.h"

namespace saldo::pricing {

extern const RateSource kFrankfurter;

}  // namespace saldo::pricing
