#pragma once

#include "pricing/usd_brl.h"

namespace saldo::pricing {

extern const RateSource kAwesomeApi;

}  // namespace saldo::pricing
