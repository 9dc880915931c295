#include "sim/truth.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sim {
namespace {

using boost::multiprecision::cpp_int;

/// The quotes that a price may come from, first come first taken.
constexpr std::array<std::string_view, 8> kQuotes = {"USD", "USDT", "USDC", "FDUSD", "BRL", "BTC", "ETH", "BNB"};

bool is_stable(std::string_view asset) { return asset == "USDT" || asset == "USDC" || asset == "FDUSD"; }

Rational rational(Fixed8 number) {
  return Rational(cpp_int(number.whole) * Fixed8::kScale + number.fraction, cpp_int(Fixed8::kScale));
}

/// Finds the price of one asset by name; a quote's own price may only come from quotes before it.
class Route {
 public:
  Route(const Market& market, const Rational& usd_brl) : market_(market), usd_brl_(usd_brl) {}

  [[nodiscard]] std::optional<Rational> usd(std::string_view asset) const {
    if (asset == "USD") return Rational(1);
    if (asset == "BRL") return 1 / usd_brl_;
    const auto* const end = std::ranges::find(kQuotes, asset);
    for (const auto* quote = kQuotes.begin(); quote != end; ++quote)
      if (const auto price = through(asset, *quote)) return price;
    return is_stable(asset) ? through(asset, "BRL") : std::nullopt;
  }

 private:
  [[nodiscard]] std::optional<Rational> through(std::string_view asset, std::string_view quote) const {
    const auto listed = std::ranges::find_if(market_.pairs, [&](const Pair& pair) {
      return market_.assets[pair.base].name == asset && market_.assets[pair.quote].name == quote;
    });
    if (listed == market_.pairs.end()) return std::nullopt;
    const auto quote_price = usd(quote);
    if (!quote_price) return std::nullopt;
    return rational(listed->last) * *quote_price;
  }

  const Market& market_;
  const Rational& usd_brl_;
};

}  // namespace

Value& Value::operator+=(const Value& other) {
  usd += other.usd;
  brl += other.brl;
  return *this;
}

Valuation::Valuation(const Market& market, Fixed8 usd_brl) : market_(market), usd_brl_(rational(usd_brl)) {
  const Route route(market_, usd_brl_);
  for (const Asset& asset : market_.assets) prices_.push_back(route.usd(asset.name));
}

Value Valuation::value(const std::vector<Holding>& holdings) const {
  Value sum;
  for (const Holding& holding : holdings) {
    const auto& price = prices_[holding.asset];
    if (!price) continue;
    const Rational total = total_of(holding);
    const Rational usd = total * *price;
    sum.usd += usd;
    sum.brl += market_.assets[holding.asset].name == "BRL" ? total : Rational(usd * usd_brl_);
  }
  return sum;
}

Rational total_of(const Holding& holding) {
  return rational(holding.free) + rational(holding.locked) - rational(holding.borrowed);
}

std::string rounded(const Rational& number, unsigned places) {
  const cpp_int scale = pow(cpp_int(10), places);
  const cpp_int top = abs(boost::multiprecision::numerator(number)) * scale;
  const cpp_int& bottom = boost::multiprecision::denominator(number);
  cpp_int units = top / bottom;
  const cpp_int twice_rest = 2 * (top % bottom);
  if (twice_rest > bottom || (twice_rest == bottom && bit_test(units, 0))) ++units;
  const cpp_int whole = units / scale;
  const cpp_int rest = units % scale;
  const std::string_view sign = number < 0 && units != 0 ? "-" : "";
  if (places == 0) return fmt::format("{}{}", sign, whole.str());
  return fmt::format("{}{}.{:0>{}}", sign, whole.str(), rest.str(), places);
}

}  // namespace sim
