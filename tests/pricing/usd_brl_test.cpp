#include "pricing/usd_brl.h"

#include <gtest/gtest.h>

#include "pricing/boards.h"

namespace saldo::pricing {
namespace {

using namespace std::chrono_literals;
using test::decimal;
using test::kNoon;

UsdBrl rate_of(std::string_view rate, Time as_of = kNoon) {
  return {.rate = decimal(rate), .source = "test", .as_of = as_of};
}

TEST(RateSources, AreAskedInTheDocumentedOrder) {
  std::vector<std::string_view> ids;
  for (const auto* source : rate_sources()) ids.push_back(source->peer.id);
  EXPECT_EQ(ids, (std::vector<std::string_view>{"awesomeapi", "coinbase-rates", "frankfurter"}));
}

// --- The rate of two markets ---

PriceBoard board_with(std::vector<ExchangePrices> exchanges) {
  return {.usd_brl = {}, .exchanges = std::move(exchanges)};
}

TEST(RateByTether, IsOneMarketDividedByTheOther) {
  auto binance = prices_of("binance", {{"USDT", "BRL", "5.39"}});
  binance.as_of = kNoon - 1min;
  const auto rate = rate_by_tether(board_with({binance, prices_of("kraken", {{"USDT", "USD", "0.98"}})}));
  ASSERT_TRUE(rate);
  EXPECT_EQ(rate->rate, decimal("5.5"));
  EXPECT_EQ(rate->source, "binance:USDT/BRL / kraken:USDT/USD");
  EXPECT_EQ(rate->as_of, kNoon - 1min) << "the older of the two";
  EXPECT_FALSE(rate->stale);
}

// A tether is no dollar: without its own market in dollars it gives no rate.
TEST(RateByTether, NeedsBothMarkets) {
  EXPECT_FALSE(rate_by_tether(board_with({prices_of("binance", {{"USDT", "BRL", "5.4"}})})));
  EXPECT_FALSE(rate_by_tether(board_with({prices_of("binance", {{"USDT", "USD", "1"}})})));
  EXPECT_FALSE(rate_by_tether(board_with({})));
}

TEST(RateByTether, IsNotMadeOfOldOrDoubtedPrices) {
  const auto fresh = prices_of("kraken", {{"USDT", "USD", "1"}});
  EXPECT_FALSE(rate_by_tether(board_with({prices_of("binance", {{"USDT", "BRL", "5.4"}}, true), fresh})));
  auto doubted = prices_of("binance", {{"USDT", "BRL", "5.4"}});
  doubted.tickers[0].doubted = decimal("540");
  EXPECT_FALSE(rate_by_tether(board_with({doubted, fresh})));
}

TEST(RateByTether, AZeroPriceGivesNoRate) {
  EXPECT_FALSE(rate_by_tether(board_with({prices_of("binance", {{"USDT", "BRL", "5"}, {"USDT", "USD", "0"}})})));
  EXPECT_FALSE(rate_by_tether(board_with({prices_of("binance", {{"USDT", "BRL", "0"}, {"USDT", "USD", "1"}})})));
}

// --- What may be believed ---

TEST(UsdBrlRule, SourcesAgreeWithinThreePercent) {
  EXPECT_TRUE(agree(decimal("5"), decimal("5.15")));
  EXPECT_FALSE(agree(decimal("5"), decimal("5.16")));
}

TEST(UsdBrlRule, AJumpOfMoreThanTenPercentWantsConfirmation) {
  EXPECT_FALSE(needs_confirmation(decimal("5.5"), rate_of("5"), kNoon));
  EXPECT_TRUE(needs_confirmation(decimal("5.51"), rate_of("5"), kNoon));
  EXPECT_TRUE(needs_confirmation(decimal("4.5"), rate_of("5"), kNoon));
}

TEST(UsdBrlRule, WithoutARecentStoredRateThereIsNothingToCompareWith) {
  EXPECT_FALSE(needs_confirmation(decimal("50"), {}, kNoon));
  EXPECT_TRUE(needs_confirmation(decimal("50"), rate_of("5", kNoon - 72h), kNoon));
  EXPECT_FALSE(needs_confirmation(decimal("50"), rate_of("5", kNoon - 72h - 1ms), kNoon));
}

TEST(UsdBrlRule, AQuoteMayBeFiveDaysOldOrADayAhead) {
  EXPECT_TRUE(is_recent(rate_of("5", kNoon - 120h), kNoon));
  EXPECT_FALSE(is_recent(rate_of("5", kNoon - 120h - 1ms), kNoon));
  EXPECT_TRUE(is_recent(rate_of("5", kNoon + 24h), kNoon));
  EXPECT_FALSE(is_recent(rate_of("5", kNoon + 24h + 1ms), kNoon));
}

}  // namespace
}  // namespace saldo::pricing
