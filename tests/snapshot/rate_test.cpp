#include "snapshot/rate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "snapshot/world.h"

namespace saldo::snapshot {
namespace {

using namespace std::chrono_literals;
using test::decimal;
using test::kNoon;
using testing::AllOf;
using testing::HasSubstr;

struct RateTest : testing::Test, World {
  PriceBoard board;
  std::optional<UsdBrl> stored;

  Result<UsdBrl> obtained() { return clock.run_task(obtain_rate(board, stored, driver, clock, log)); }
  UsdBrl found() {
    auto rate_found = obtained();
    EXPECT_TRUE(rate_found) << rate_found.error().message;
    return rate_found.value_or(UsdBrl{});
  }

  static test::Served awesome(std::string_view bid, Time as_of = kNoon) {
    return test::served(200, R"({"USDBRL":{"bid":")" + std::string{bid} + R"(","timestamp":")" +
                                 std::to_string(unix_ms(as_of) / 1000) + R"("}})");
  }
  static test::Served coinbase(std::string_view brl) {
    return test::served(200, R"({"data":{"currency":"USD","rates":{"BRL":")" + std::string{brl} + R"("}}})");
  }
  static test::Served frankfurter(std::string_view number, std::string_view date = "2026-11-24") {
    return test::served(200, R"({"date":")" + std::string{date} + R"(","base":"USD","quote":"BRL","rate":)" +
                                 std::string{number} + "}");
  }
  void store_rate(std::string_view number, Time as_of = kNoon - 4h) {
    stored = UsdBrl{.rate = decimal(number), .source = "earlier", .as_of = as_of};
  }
  void put_tether_on_the_board(std::string_view brl) {
    board.exchanges.push_back({.exchange = "binance",
                               .as_of = kNoon,
                               .tickers = {{"USDT", "BRL", decimal(brl)}, {"USDT", "USD", decimal("1")}}});
  }
};

// --- Who is asked ---

TEST_F(RateTest, TheFirstSourceIsEnough) {
  EXPECT_EQ(found().source, "awesomeapi");
  EXPECT_EQ(transport.sent().size(), 1U);
}

TEST_F(RateTest, EachSourceStandsInForTheOneBefore) {
  frankfurter_rate = frankfurter("5.2");
  rate = down();
  EXPECT_EQ(found().source, "frankfurter");
  coinbase_rate = coinbase("5.1");
  EXPECT_EQ(found().source, "coinbase-rates");
}

TEST_F(RateTest, ARateWithoutATimeIsOfNow) {
  rate = down();
  coinbase_rate = coinbase("5.1");
  const auto quote = found();
  EXPECT_EQ(quote.as_of, clock.now());
}

TEST_F(RateTest, TetherStandsInForAllOfThem) {
  rate = down();
  store_rate("5");
  put_tether_on_the_board("5.05");
  const auto quote = found();
  EXPECT_EQ(quote.rate, decimal("5.05"));
  EXPECT_FALSE(quote.stale);
}

TEST_F(RateTest, TheStoredOneStandsInForTetherAndIsMarkedStale) {
  rate = down();
  store_rate("5.3", kNoon - 2000h);
  const auto quote = found();
  EXPECT_EQ(quote.rate, decimal("5.3"));
  EXPECT_EQ(quote.as_of, kNoon - 2000h);
  EXPECT_TRUE(quote.stale);
}

TEST_F(RateTest, WithoutAnyAllWhoWereAskedAreNamed) {
  rate = down();
  const auto failed = obtained();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::no_price_source);
  EXPECT_THAT(failed.error().message,
              AllOf(HasSubstr("awesomeapi (it"), HasSubstr("coinbase-rates (it"), HasSubstr("frankfurter (it")));
}

TEST_F(RateTest, AStopEndsTheSearch) {
  store_rate("5");
  stop.request();
  const auto failed = obtained();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::stopped);
}

// --- Old quotes ---

TEST_F(RateTest, AWeekendsQuoteIsTakenWithItsOwnTime) {
  rate = awesome("5.1", kNoon - 96h);
  EXPECT_EQ(found().as_of, kNoon - 96h);
}

TEST_F(RateTest, AQuoteOlderThanFiveDaysIsNone) {
  rate = awesome("5.1", kNoon - 121h);
  coinbase_rate = coinbase("5.2");
  EXPECT_EQ(found().source, "coinbase-rates");
  coinbase_rate = down();
  EXPECT_THAT(obtained().error().message, HasSubstr("awesomeapi (its quote is of 2026-11-20T11:00:00Z)"));
}

// --- Jumps ---

TEST_F(RateTest, AJumpThatNobodyConfirmsIsNotBelieved) {
  store_rate("5");
  rate = awesome("50");
  const auto quote = found();
  EXPECT_EQ(quote.rate, decimal("5"));
  EXPECT_TRUE(quote.stale);
  EXPECT_THAT(log_text, HasSubstr("has to be confirmed"));
}

TEST_F(RateTest, AJumpThatASecondSourceConfirmsIsBelieved) {
  store_rate("5");
  rate = awesome("6");
  coinbase_rate = coinbase("6.1");
  const auto quote = found();
  EXPECT_EQ(quote.rate, decimal("6"));
  EXPECT_EQ(quote.source, "awesomeapi");
  EXPECT_FALSE(quote.stale);
}

TEST_F(RateTest, TwoJumpsThatDisagreeConfirmNothing) {
  store_rate("5");
  rate = awesome("6");
  coinbase_rate = coinbase("7");
  EXPECT_TRUE(found().stale);
}

TEST_F(RateTest, AnyTwoThatAgreeWillDo) {
  store_rate("5");
  rate = awesome("50");
  coinbase_rate = coinbase("6");
  frankfurter_rate = frankfurter("6.1");
  EXPECT_EQ(found().source, "coinbase-rates");
}

TEST_F(RateTest, ASecondSourceNearTheStoredOneWins) {
  store_rate("5");
  rate = awesome("50");
  coinbase_rate = coinbase("5.1");
  EXPECT_EQ(found().source, "coinbase-rates");
}

TEST_F(RateTest, TetherConfirmsToo) {
  store_rate("5");
  rate = awesome("6");
  put_tether_on_the_board("6.1");
  EXPECT_EQ(found().source, "awesomeapi");
}

TEST_F(RateTest, AgainstAnOldStoredRateAJumpIsBelieved) {
  store_rate("5", kNoon - 73h);
  rate = awesome("6");
  EXPECT_EQ(found().rate, decimal("6"));
}

}  // namespace
}  // namespace saldo::snapshot
