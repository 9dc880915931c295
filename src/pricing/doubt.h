#pragma once

#include "core/price.h"

namespace saldo::pricing {

/// Compares an exchange's prices with those of the board before. A market that jumped by more than a factor of ten is
/// doubted, unless another market of the same asset moved with it, or the board before had already seen the new price
/// and doubted it (semantics V3). A market that is new is believed.
void doubt_jumps(ExchangePrices& now, const ExchangePrices& before);

}  // namespace saldo::pricing
