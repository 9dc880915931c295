#include "sim/truth.h"

#include <map>

#include <gtest/gtest.h>

namespace {

using sim::Fixed8;
using sim::Holding;
using sim::Market;
using sim::Rational;

/// A market from "BASE/QUOTE" -> price in 1e-8.
Market market_of(const std::map<std::string, std::uint64_t>& prices, const std::vector<std::string>& more = {}) {
  Market market;
  const auto position = [&](const std::string& name) {
    for (std::size_t at = 0; at < market.assets.size(); ++at)
      if (market.assets[at].name == name) return at;
    market.assets.push_back({name, 1});
    return market.assets.size() - 1;
  };
  for (const auto& [symbol, units] : prices) {
    const std::size_t base = position(symbol.substr(0, symbol.find('/')));
    const std::size_t quote = position(symbol.substr(symbol.find('/') + 1));
    market.pairs.push_back({base, quote, Fixed8::of_units(units)});
  }
  for (const std::string& name : more) position(name);
  return market;
}

constexpr Fixed8 kRate{5, 0};
constexpr std::uint64_t kOne = Fixed8::kScale;

std::optional<Rational> price_of(const Market& market, const std::string& asset, Fixed8 rate = kRate) {
  const sim::Valuation valuation(market, rate);
  for (std::size_t at = 0; at < market.assets.size(); ++at)
    if (market.assets[at].name == asset) return valuation.usd_price(at);
  ADD_FAILURE() << "no " << asset;
  return std::nullopt;
}

TEST(Valuation, PricesBrlByTheRateAndUsdAtOne) {
  const Market market = market_of({{"BTC/BRL", kOne}, {"BTC/USD", kOne}});
  EXPECT_EQ(price_of(market, "BRL"), Rational(1, 5));
  EXPECT_EQ(price_of(market, "USD"), Rational(1));
}

TEST(Valuation, PricesUsdtThroughBrlAndTheRestThroughUsdt) {
  const Market market = market_of({{"USDT/BRL", 5 * kOne + kOne / 20},  // 5.05
                                   {"USDC/USDT", kOne / 2},
                                   {"BTC/USDT", 100 * kOne},
                                   {"BTC/BRL", 1}});
  EXPECT_EQ(price_of(market, "USDT"), Rational(101, 100));
  EXPECT_EQ(price_of(market, "USDC"), Rational(101, 200));
  EXPECT_EQ(price_of(market, "BTC"), Rational(101));
}

TEST(Valuation, TakesTheFirstQuoteInOrder) {
  EXPECT_EQ(
      price_of(market_of({{"A/USD", 2 * kOne}, {"A/BRL", kOne}, {"USDT/BRL", 5 * kOne}, {"A/USDT", 3 * kOne}}), "A"),
      Rational(2));
  EXPECT_EQ(price_of(market_of({{"A/BTC", 2 * kOne}, {"A/BRL", 10 * kOne}, {"BTC/BRL", 100 * kOne}}), "A"),
            Rational(2));
}

TEST(Valuation, WalksThroughACoin) {
  const Market market =
      market_of({{"A/BNB", 2 * kOne}, {"BNB/ETH", 3 * kOne}, {"ETH/BTC", 4 * kOne}, {"BTC/BRL", 5 * kOne}});
  EXPECT_EQ(price_of(market, "A"), Rational(24));
}

TEST(Valuation, NeverLooksUpAQuoteThroughALaterOne) {
  // BTC would be worth something through ETH, but ETH comes after BTC.
  EXPECT_FALSE(price_of(market_of({{"A/BTC", kOne}, {"BTC/ETH", kOne}, {"ETH/BRL", kOne}}), "BTC"));
}

TEST(Valuation, UsesNoInverseMarket) {
  const Market market = market_of({{"USDT/TRY", 40 * kOne}, {"USDT/BRL", 5 * kOne}});
  EXPECT_FALSE(price_of(market, "TRY"));
}

TEST(Valuation, AddsNothingForWhatHasNoPrice) {
  const Market market = market_of({{"USDT/BRL", 5 * kOne}}, {"DROP"});
  const sim::Valuation valuation(market, kRate);
  const std::vector<Holding> holdings = {{.asset = 2, .free = {1000, 0}}};
  EXPECT_EQ(valuation.value(holdings).usd, 0);
}

TEST(Valuation, AddsFreeAndLockedAndTakesOffWhatIsBorrowed) {
  const Market market = market_of({{"USDT/BRL", 5 * kOne}});
  const sim::Valuation valuation(market, kRate);
  const std::vector<Holding> holdings = {{.asset = 0, .free = {1, 0}, .locked = {2, 0}, .borrowed = {10, 0}}};
  EXPECT_EQ(valuation.value(holdings).usd, -7);
  EXPECT_EQ(valuation.value(holdings).brl, -35);
}

TEST(Valuation, CountsBrlAsItsOwnAmount) {
  const Market market = market_of({{"USDT/BRL", 5 * kOne}});
  const sim::Valuation valuation(market, {5, 33'330'000});  // 5.3333
  const std::vector<Holding> holdings = {{.asset = 1, .free = {100, 1'000'000}}};
  const sim::Value value = valuation.value(holdings);
  EXPECT_EQ(sim::rounded(value.brl, 2), "100.01");
  EXPECT_EQ(sim::rounded(value.usd, 2), "18.75");  // 100.01 / 5.3333 = 18.7519...
}

TEST(Rounded, RoundsHalfToEven) {
  EXPECT_EQ(sim::rounded(Rational(125, 1000), 2), "0.12");
  EXPECT_EQ(sim::rounded(Rational(135, 1000), 2), "0.14");
  EXPECT_EQ(sim::rounded(Rational(1250001, 10000000), 2), "0.13");
  EXPECT_EQ(sim::rounded(Rational(-125, 1000), 2), "-0.12");
  EXPECT_EQ(sim::rounded(Rational(-135, 1000), 2), "-0.14");
}

TEST(Rounded, KeepsItsPlaces) {
  EXPECT_EQ(sim::rounded(0, 2), "0.00");
  EXPECT_EQ(sim::rounded(Rational(-1, 1000), 2), "0.00");
  EXPECT_EQ(sim::rounded(Rational(1, 100), 2), "0.01");
  EXPECT_EQ(sim::rounded(12, 8), "12.00000000");
  EXPECT_EQ(sim::rounded(Rational(5, 2), 0), "2");
}

}  // namespace
