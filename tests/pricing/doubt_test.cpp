#include "pricing/doubt.h"

#include <gtest/gtest.h>

#include "pricing/boards.h"

namespace saldo::pricing {
namespace {

using test::decimal;

ExchangePrices compared(ExchangePrices now, const ExchangePrices& before) {
  doubt_jumps(now, before);
  return now;
}

ExchangePrices compared(std::initializer_list<Market> now, std::initializer_list<Market> before) {
  return compared(prices_of("binance", now), prices_of("binance", before));
}

TEST(Doubt, AMarketThatMovesWithinAFactorOfTenIsBelieved) {
  for (const auto* price : {"10", "1000", "100"}) {
    const auto prices = compared({{"BTC", "USDT", price}}, {{"BTC", "USDT", "100"}});
    EXPECT_FALSE(prices.tickers[0].doubted) << price;
    EXPECT_EQ(prices.tickers[0].last, decimal(price));
  }
}

TEST(Doubt, AJumpEitherWayIsDoubtedAndTheOldPriceKept) {
  for (const auto* price : {"1001", "9.99", "0.0001", "0"}) {
    const auto prices = compared({{"BTC", "USDT", price}}, {{"BTC", "USDT", "100"}});
    EXPECT_EQ(prices.tickers[0].doubted, decimal(price)) << price;
    EXPECT_EQ(prices.tickers[0].last, decimal("100"));
  }
}

TEST(Doubt, ANewMarketIsBelieved) {
  EXPECT_FALSE(compared({{"NEW", "USDT", "100"}}, {{"BTC", "USDT", "1"}}).tickers[0].doubted);
}

TEST(Doubt, OnlyTheMarketThatJumpedIsDoubted) {
  const auto prices = compared({{"BTC", "USDT", "5000"}, {"BTC", "BRL", "550"}, {"ETH", "USDT", "10"}},
                               {{"BTC", "USDT", "100"}, {"BTC", "BRL", "500"}, {"ETH", "USDT", "10"}});
  EXPECT_TRUE(prices.tickers[0].doubted);
  EXPECT_FALSE(prices.tickers[1].doubted);
  EXPECT_FALSE(prices.tickers[2].doubted);
}

// A coin that was redenominated jumps in all its markets.
TEST(Doubt, AnotherMarketOfTheAssetThatMovedWithItConfirmsIt) {
  const auto prices =
      compared({{"COIN", "USDT", "1000"}, {"COIN", "BRL", "9000"}}, {{"COIN", "USDT", "1"}, {"COIN", "BRL", "5"}});
  EXPECT_FALSE(prices.tickers[0].doubted);
  EXPECT_FALSE(prices.tickers[1].doubted);
}

TEST(Doubt, AMarketThatMovedByTwiceAsMuchOrLessConfirmsNothingBeyond) {
  const auto moved = [](const char* brl) {
    return compared({{"COIN", "USDT", "20"}, {"COIN", "BRL", brl}}, {{"COIN", "USDT", "1"}, {"COIN", "BRL", "5"}});
  };
  EXPECT_FALSE(moved("50").tickers[0].doubted) << "20 times and 10 times";
  EXPECT_TRUE(moved("49").tickers[0].doubted);
}

TEST(Doubt, MarketsOfAnotherAssetConfirmNothing) {
  const auto prices =
      compared({{"COIN", "USDT", "1000"}, {"COINX", "USDT", "1000"}}, {{"COIN", "USDT", "1"}, {"COINX", "USDT", "1"}});
  EXPECT_TRUE(prices.tickers[0].doubted);
  EXPECT_TRUE(prices.tickers[1].doubted);
}

// A list of zeros is a broken reply, and not a market that is confirmed by another one.
TEST(Doubt, MarketsThatAllFellToZeroDoNotConfirmEachOther) {
  const auto prices =
      compared({{"COIN", "USDT", "0"}, {"COIN", "BRL", "0"}}, {{"COIN", "USDT", "1"}, {"COIN", "BRL", "5"}});
  EXPECT_TRUE(prices.tickers[0].doubted);
  EXPECT_TRUE(prices.tickers[1].doubted);
}

// --- The board after a doubt ---

ExchangePrices doubted_board() { return compared({{"BTC", "USDT", "5000"}}, {{"BTC", "USDT", "100"}}); }

TEST(Doubt, ANewPriceThatIsRepeatedIsBelieved) {
  const auto prices = compared(prices_of("binance", {{"BTC", "USDT", "6000"}}), doubted_board());
  EXPECT_FALSE(prices.tickers[0].doubted);
  EXPECT_EQ(prices.tickers[0].last, decimal("6000"));
}

TEST(Doubt, AMarketThatComesBackIsBelieved) {
  const auto prices = compared(prices_of("binance", {{"BTC", "USDT", "101"}}), doubted_board());
  EXPECT_FALSE(prices.tickers[0].doubted);
  EXPECT_EQ(prices.tickers[0].last, decimal("101"));
}

TEST(Doubt, AnotherJumpIsDoubtedAgainstThePriceFromBeforeTheFirst) {
  const auto prices = compared(prices_of("binance", {{"BTC", "USDT", "900000"}}), doubted_board());
  EXPECT_EQ(prices.tickers[0].doubted, decimal("900000"));
  EXPECT_EQ(prices.tickers[0].last, decimal("100"));
}

TEST(Doubt, AMarketThatWasDoubtedConfirmsNoOther) {
  auto before = doubted_board();
  before.tickers.push_back({"BTC", "BRL", decimal("500")});
  const auto now = prices_of("binance", {{"BTC", "USDT", "5000"}, {"BTC", "BRL", "25000"}});
  const auto prices = compared(now, before);
  EXPECT_FALSE(prices.tickers[0].doubted) << "repeated";
  EXPECT_TRUE(prices.tickers[1].doubted);
}

}  // namespace
}  // namespace saldo::pricing
