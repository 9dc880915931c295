#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/multiprecision/cpp_int.hpp>

#include "sim/world.h"

namespace sim {

using Rational = boost::multiprecision::cpp_rational;

/// Unrounded values of a sum of holdings.
struct Value {
  Rational usd;
  Rational brl;

  Value& operator+=(const Value& other);
};

/// What assets are worth on one market, by the rule in README.md, "The truth", in exact rationals.
class Valuation {
 public:
  /// `usd_brl` is the price source's bid.
  Valuation(const Market& market, Fixed8 usd_brl);

  /// USD for one of an asset; nullopt when no market leads to a price.
  [[nodiscard]] const std::optional<Rational>& usd_price(std::size_t asset) const { return prices_[asset]; }
  [[nodiscard]] Value value(const std::vector<Holding>& holdings) const;

 private:
  const Market& market_;
  Rational usd_brl_;
  std::vector<std::optional<Rational>> prices_;
};

/// free + locked - borrowed, exactly.
Rational total_of(const Holding& holding);

/// Rounds once, half to even, to `places` decimals: "-12.30".
std::string rounded(const Rational& number, unsigned places);

}  // namespace sim
