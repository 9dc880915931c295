#include "sim/market.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "sim/exchanges/binance_listings.h"

namespace {

sim::Market market_of(std::uint64_t seed, std::size_t assets) {
  return sim::make_market(seed, "binance", sim::binance_listings(), assets, "USDT");
}

bool has_pair(const sim::Market& market, std::string_view base) {
  return std::ranges::any_of(market.pairs,
                             [&](const sim::Pair& pair) { return market.assets[pair.base].name == base; });
}

TEST(Market, FollowsFromTheSeed) {
  EXPECT_EQ(market_of(1, 40).pairs[0].last, market_of(1, 40).pairs[0].last);
  EXPECT_NE(market_of(1, 40).pairs[0].last, market_of(2, 40).pairs[0].last);
}

TEST(Market, HasAsManyAssetsAsAskedFor) {
  for (const std::size_t assets : {1U, 3U, 40U, 600U}) EXPECT_EQ(market_of(1, assets).assets.size(), assets);
}

TEST(Market, GivesEveryPairAPriceAboveZeroBetweenAssetsThatItLists) {
  for (const std::size_t assets : {1U, 2U, 5U, 40U, 600U}) {
    const sim::Market market = market_of(3, assets);
    for (const sim::Pair& pair : market.pairs) {
      EXPECT_FALSE(pair.last.zero());
      EXPECT_LT(pair.quote, market.assets.size());
    }
  }
}

TEST(Market, HasAnAirdropWithoutAnyMarketAndOddNames) {
  const sim::Market market = market_of(1, 40);
  EXPECT_FALSE(has_pair(market, "ETHW"));
  EXPECT_TRUE(has_pair(market, "123"));
  EXPECT_TRUE(has_pair(market, "币安人生"));
}

TEST(Market, KeepsTheRateNearItsRealLevel) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const sim::RateQuote rate = sim::make_rate(seed);
    EXPECT_GE(rate.bid, (sim::Fixed8{4, 80'000'000}));
    EXPECT_LT(rate.bid, (sim::Fixed8{5, 70'000'000}));
    EXPECT_LT(rate.bid, rate.ask);
  }
}

}  // namespace
