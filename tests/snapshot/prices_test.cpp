#include "snapshot/prices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "snapshot/world.h"

namespace saldo::snapshot {
namespace {

using namespace std::chrono_literals;
using test::decimal;
using test::kNoon;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr Slot kEarlierSlot{kNoon - 4h};

struct PricesTest : testing::Test, World {
  Result<PriceBoard> obtained(std::vector<std::string> exchanges = {"binance"}, bool keep = true) {
    return clock.run_task(obtain_prices(kSlot, std::move(exchanges), keep, store, driver, clock, log));
  }

  static PriceBoard board(std::string_view usd_brl, std::string_view btc) {
    PriceBoard board{.usd_brl = {.rate = decimal(usd_brl), .source = "earlier", .as_of = kNoon - 4h}, .exchanges = {}};
    board.exchanges.push_back({.exchange = "binance", .as_of = kNoon - 4h, .tickers = {{"BTC", "USDT", decimal(btc)}}});
    return board;
  }
  void store_earlier(PriceBoard board_of_then) { database.boards[kEarlierSlot] = std::move(board_of_then); }
};

TEST_F(PricesTest, FetchesTheRateAndAllTickersAndKeepsThem) {
  const auto board = obtained();
  ASSERT_TRUE(board) << board.error().message;
  EXPECT_EQ(board->usd_brl.rate, decimal("5"));
  EXPECT_EQ(board->usd_brl.source, "awesomeapi");
  EXPECT_EQ(board->usd_brl.as_of, kNoon);
  EXPECT_FALSE(board->usd_brl.stale);
  ASSERT_EQ(board->exchanges.size(), 1U);
  EXPECT_EQ(board->exchanges[0].exchange, "binance");
  EXPECT_EQ(board->exchanges[0].tickers.size(), 2U);
  EXPECT_EQ(board->exchanges[0].as_of, kNoon);
  EXPECT_FALSE(board->exchanges[0].stale);
  EXPECT_EQ(database.boards.at(kSlot).exchanges.at(0).tickers.size(), 2U);
}

TEST_F(PricesTest, WithoutKeepNothingIsStored) {
  EXPECT_TRUE(obtained({"binance"}, false));
  EXPECT_THAT(database.boards, IsEmpty());
}

// A run that goes on, and one that retries, must value with the same prices.
TEST_F(PricesTest, TheStoredBoardOfTheSlotIsUsedAsItIs) {
  database.boards[kSlot] = board("6", "42");
  const auto found = obtained();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->usd_brl.rate, decimal("6"));
  EXPECT_EQ(found->exchanges.at(0).tickers.at(0).last, decimal("42"));
  EXPECT_THAT(transport.sent(), IsEmpty());
  EXPECT_EQ(std::ranges::count(database.calls, "save_prices"), 0);
}

TEST_F(PricesTest, OnlyWhatTheStoredBoardLacksIsFetched) {
  auto stored = board("6", "42");
  stored.exchanges[0].exchange = "kraken";
  database.boards[kSlot] = stored;
  const auto found = obtained();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->usd_brl.rate, decimal("6"));
  ASSERT_EQ(found->exchanges.size(), 2U);
  EXPECT_EQ(found->exchanges[1].exchange, "binance");
  EXPECT_EQ(transport.sent().size(), 1U);
  EXPECT_EQ(database.boards.at(kSlot).exchanges.size(), 2U);
}

TEST_F(PricesTest, ExchangesThatCannotBeReadAreLeftOut) {
  const auto found = obtained({"nosuch", "binance", "novadax"});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->exchanges.size(), 1U);
}

TEST_F(PricesTest, WithoutExchangesTheRateIsEnough) {
  const auto found = obtained({});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->usd_brl.rate, decimal("5"));
  EXPECT_THAT(found->exchanges, IsEmpty());
}

// --- When a source does not answer ---

TEST_F(PricesTest, TheLastStoredRateStandsInAndIsMarkedStale) {
  store_earlier(board("5.5", "42"));
  rate = down();
  const auto found = obtained();
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->usd_brl.rate, decimal("5.5"));
  EXPECT_EQ(found->usd_brl.source, "earlier");
  EXPECT_EQ(found->usd_brl.as_of, kNoon - 4h);
  EXPECT_TRUE(found->usd_brl.stale);
  EXPECT_FALSE(found->exchanges.at(0).stale);
  EXPECT_THAT(log_text, HasSubstr("awesomeapi"));
}

TEST_F(PricesTest, ARateIsNeverInvented) {
  rate = down();
  const auto found = obtained();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::no_price_source);
  EXPECT_THAT(found.error().message, HasSubstr("awesomeapi"));
  EXPECT_THAT(found.error().message, HasSubstr("awesomeapi (it answered 503)"));
  EXPECT_THAT(database.boards, IsEmpty());
}

TEST_F(PricesTest, ARateThatIsNoneIsAsGoodAsNoAnswer) {
  rate = test::served(200, R"({"USDBRL":{"bid":"0","timestamp":"1795608000"}})");
  EXPECT_EQ(obtained().error().kind, ErrorKind::no_price_source);
}

TEST_F(PricesTest, TheLastStoredTickersStandInAndAreMarkedStale) {
  store_earlier(board("5.5", "42"));
  tickers = down();
  const auto found = obtained();
  ASSERT_TRUE(found);
  ASSERT_EQ(found->exchanges.size(), 1U);
  EXPECT_TRUE(found->exchanges[0].stale);
  EXPECT_EQ(found->exchanges[0].as_of, kNoon - 4h);
  EXPECT_EQ(found->exchanges[0].tickers.at(0).last, decimal("42"));
  EXPECT_FALSE(found->usd_brl.stale);
  EXPECT_TRUE(database.boards.at(kSlot).exchanges.at(0).stale);
}

TEST_F(PricesTest, AListWithoutOneUsablePriceIsNoAnswer) {
  store_earlier(board("5.5", "42"));
  tickers = test::served(200, "[]");
  EXPECT_TRUE(obtained()->exchanges.at(0).stale);
}

TEST_F(PricesTest, WithoutTickersEverItFailsAndNamesTheExchange) {
  tickers = down();
  const auto found = obtained();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::no_price_source);
  EXPECT_THAT(found.error().message, HasSubstr("Binance"));
  EXPECT_THAT(database.boards, IsEmpty());
}

TEST_F(PricesTest, OldBoardsOfWhichOnlyTheRateIsLeftHaveNoTickers) {
  auto old = board("5.5", "42");
  old.exchanges.clear();
  store_earlier(old);
  tickers = down();
  EXPECT_EQ(obtained().error().kind, ErrorKind::no_price_source);
}

TEST_F(PricesTest, ALaterBoardIsNoEarlierOne) {
  database.boards[Slot{kNoon + 4h}] = board("5.5", "42");
  rate = down();
  EXPECT_FALSE(obtained());
}

TEST_F(PricesTest, AStopIsNoReasonForStalePrices) {
  store_earlier(board("5.5", "42"));
  stop.request();
  const auto found = obtained();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::stopped);
  EXPECT_FALSE(database.boards.contains(kSlot));
}

TEST_F(PricesTest, AStoreThatFailsEndsIt) {
  for (const auto* call : {"prices", "latest_prices", "save_prices"}) {
    database.fault = [call](std::string_view each) -> std::optional<Error> {
      if (each != call) return {};
      return Error{.kind = ErrorKind::store_full, .message = "full", .until = {}};
    };
    EXPECT_EQ(obtained().error().kind, ErrorKind::store_full) << call;
  }
}

}  // namespace
}  // namespace saldo::snapshot
