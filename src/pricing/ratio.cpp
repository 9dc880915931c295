#include "pricing/ratio.h"

#include <algorithm>

namespace saldo::pricing {
namespace {

/// larger * divisor <= smaller * multiplier, without a division.
bool at_most(const Decimal& left, const Decimal& right, int multiplier, int divisor) {
  Arithmetic math;
  const auto [smaller, larger] = std::minmax(left, right);
  return math.multiply(larger, Decimal::from_integer(divisor)) <=
         math.multiply(smaller, Decimal::from_integer(multiplier));
}

}  // namespace

bool within_percent(const Decimal& left, const Decimal& right, int percent) {
  return at_most(left, right, 100 + percent, 100);
}

bool within_factor(const Decimal& left, const Decimal& right, int factor) { return at_most(left, right, factor, 1); }

}  // namespace saldo::pricing
