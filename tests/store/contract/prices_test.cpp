#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "store/contract/contract.h"
#include "store/contract/describe.h"
#include "store/contract/generators.h"

namespace saldo::store::contract {
namespace {

PriceBoard board_with(std::string_view rate) {
  return {.usd_brl = {.rate = decimal(rate), .source = "awesomeapi", .as_of = slot_at(0).at},
          .exchanges = {{.exchange = "binance",
                         .as_of = slot_at(0).at,
                         .tickers = {{.base = "BTC", .quote = "USDT", .last = decimal("100000.10")}}}}};
}

TEST_P(StoreContract, GivesBackAPriceBoardExactlyAsItWasSaved) {
  EXPECT_TRUE(rc::check("a saved board reads back the same", [&] {
    const auto board = *any_price_board();
    must(store_->save_prices(slot_at(0), board));
    RC_ASSERT(describe(must(store_->prices(slot_at(0)))) == describe(board));
  }));
}

TEST_P(StoreContract, HasNoBoardForASlotWithoutOne) {
  must(store_->save_prices(slot_at(0), board_with("5.40")));
  EXPECT_EQ(must(store_->prices(slot_at(1))), std::nullopt);
}

TEST_P(StoreContract, FindsTheNewestBoardBeforeASlot) {
  must(store_->save_prices(slot_at(0), board_with("5.00")));
  must(store_->save_prices(slot_at(240), board_with("5.24")));
  must(store_->save_prices(slot_at(480), board_with("5.48")));
  EXPECT_EQ(describe(must(store_->latest_prices(slot_at(480)))), describe(board_with("5.24")));
  EXPECT_EQ(describe(must(store_->latest_prices(slot_at(481)))), describe(board_with("5.48")));
  EXPECT_EQ(must(store_->latest_prices(slot_at(0))), std::nullopt);
}

TEST_P(StoreContract, KeepsTheRateOfEverySlotButFullBoardsOnlyOfTheNewest) {
  constexpr int kSlots = static_cast<int>(kFullBoards) + 3;
  for (int i = 0; i < kSlots; ++i) must(store_->save_prices(slot_at(i), board_with("5." + std::to_string(100 + i))));
  for (int i = 0; i < kSlots; ++i) {
    auto expected = board_with("5." + std::to_string(100 + i));
    if (i < 3) expected.exchanges.clear();
    EXPECT_EQ(describe(must(store_->prices(slot_at(i)))), describe(expected)) << i;
  }
}

TEST_P(StoreContract, ABoardSavedAgainDoesNotPushOthersOut) {
  constexpr int kSlots = static_cast<int>(kFullBoards);
  for (int i = 0; i < kSlots; ++i) must(store_->save_prices(slot_at(i), board_with("5.40")));
  for (int i = 0; i < 3; ++i) must(store_->save_prices(slot_at(kSlots - 1), board_with("5.41")));
  EXPECT_EQ(describe(must(store_->prices(slot_at(0)))), describe(board_with("5.40")));
}

TEST_P(StoreContract, KeepsABoardOfThousandsOfTickers) {
  auto board = board_with("5.40");
  for (int i = 0; i < 5000; ++i)
    board.exchanges[0].tickers.push_back(
        {.base = "COIN" + std::to_string(i), .quote = "USDT", .last = decimal("0.0000" + std::to_string(i) + "0")});
  must(store_->save_prices(slot_at(0), board));
  EXPECT_EQ(describe(must(store_->prices(slot_at(0)))), describe(board));
}

}  // namespace
}  // namespace saldo::store::contract
