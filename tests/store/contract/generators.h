#pragma once

#include <rapidcheck.h>

#include "core/price.h"
#include "core/snapshot.h"

/// Values at random, with all that has ever gone wrong somewhere: negative and tiny amounts, trailing zeros, names
/// like "123", text in other scripts, empty parts, separators inside names.
namespace saldo::store::contract {

rc::Gen<Decimal> any_decimal();
rc::Gen<std::string> any_text();
rc::Gen<Time> any_time();
rc::Gen<Snapshot> any_snapshot();
rc::Gen<PriceBoard> any_price_board();

}  // namespace saldo::store::contract
