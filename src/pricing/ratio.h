#pragma once

#include "core/decimal.h"

namespace saldo::pricing {

/// Whether the larger of two positive numbers is at most `percent` above the smaller.
bool within_percent(const Decimal& left, const Decimal& right, int percent);

/// Whether the larger of two positive numbers is at most `factor` times the smaller.
bool within_factor(const Decimal& left, const Decimal& right, int factor);

}  // namespace saldo::pricing
