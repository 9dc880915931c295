#include "pricing/price_book.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "pricing/boards.h"

namespace saldo::pricing {
namespace {

using test::decimal;

/// "0.5 binance:BTC/USDT", or "none".
std::string found(PriceBook& book, std::string_view asset, std::string_view exchange = "binance") {
  const auto price = book.find(exchange, asset);
  return price ? price->usd.text() + " by " + price->path + (price->stale ? " (stale)" : "") : "none";
}

TEST(PriceBook, TheDollarIsOneAndTheRealIsOneByTheRate) {
  PriceBook book{board_of("5", {})};
  EXPECT_EQ(found(book, "USD"), "1 by USD");
  EXPECT_EQ(found(book, "BRL"), "0.2 by 1 / awesomeapi:USD/BRL");
}

// A market of the real or the dollar itself changes nothing: the rate's source decides.
TEST(PriceBook, MarketsOfDollarAndRealThemselvesAreNotAsked) {
  PriceBook book{board_of("5", {{"USD", "USDT", "2"}, {"BRL", "USDT", "3"}, {"USDT", "USD", "1"}})};
  EXPECT_EQ(found(book, "USD"), "1 by USD");
  EXPECT_EQ(found(book, "BRL"), "0.2 by 1 / awesomeapi:USD/BRL");
}

TEST(PriceBook, AStableCoinIsPricedNotAssumed) {
  PriceBook book{board_of("5", {{"USDT", "USD", "0.9987"}})};
  EXPECT_EQ(found(book, "USDT"), "0.9987 by binance:USDT/USD");
}

TEST(PriceBook, AStableCoinMayGoThroughTheReal) {
  PriceBook book{board_of("5", {{"USDT", "BRL", "5.05"}, {"USDC", "BRL", "5.10"}, {"FDUSD", "BRL", "4.95"}})};
  EXPECT_EQ(found(book, "USDT"), "1.01 by binance:USDT/BRL / awesomeapi:USD/BRL");
  EXPECT_EQ(found(book, "USDC"), "1.02 by binance:USDC/BRL / awesomeapi:USD/BRL");
  EXPECT_EQ(found(book, "FDUSD"), "0.99 by binance:FDUSD/BRL / awesomeapi:USD/BRL");
}

TEST(PriceBook, AStableCoinPrefersTheCoinBeforeItToTheReal) {
  PriceBook book{board_of("5", {{"USDT", "BRL", "5"}, {"USDC", "USDT", "1.001"}, {"USDC", "BRL", "9"}})};
  EXPECT_EQ(found(book, "USDC"), "1.001 by binance:USDC/USDT * binance:USDT/BRL / awesomeapi:USD/BRL");
}

// 1 / 3 has no end in decimals, but a coin that costs as many reais as a dollar is worth exactly a dollar.
TEST(PriceBook, AWayThroughTheRealIsRoundedOnce) {
  PriceBook book{board_of("3", {{"USDT", "BRL", "3"}, {"BTC", "BRL", "270000"}})};
  EXPECT_EQ(book.find("binance", "USDT")->usd, decimal("1"));
  EXPECT_EQ(book.find("binance", "BTC")->usd, decimal("90000"));
}

// USDT may not lean on USDC, which comes after it; nor may a stable coin lean on BTC.
TEST(PriceBook, AQuoteLeansOnlyOnThoseBeforeIt) {
  PriceBook book{board_of("5", {{"USDT", "USDC", "1"},
                                {"USDT", "BTC", "0.00001"},
                                {"USDC", "USD", "1"},
                                {"BTC", "ETH", "30"},
                                {"BTC", "USD", "90000"},
                                {"ETH", "BNB", "4"}})};
  EXPECT_EQ(found(book, "USDT"), "none");
  EXPECT_EQ(found(book, "BTC"), "90000 by binance:BTC/USD");
  EXPECT_EQ(found(book, "ETH"), "none");
}

TEST(PriceBook, MultipliesAlongTheWay) {
  PriceBook book{
      board_of("5", {{"USDT", "USD", "0.5"}, {"BTC", "USDT", "100"}, {"ETH", "BTC", "0.1"}, {"X", "ETH", "3"}})};
  EXPECT_EQ(found(book, "X"), "15.00 by binance:X/ETH * binance:ETH/BTC * binance:BTC/USDT * binance:USDT/USD");
}

const std::vector<std::string_view> kOrder{"USD", "USDT", "USDC", "FDUSD", "BRL", "BTC", "ETH", "BNB"};

/// A board on which every quote costs one dollar, and X is sold against the given quotes only.
PriceBoard board_with_quotes(const std::vector<std::string_view>& quotes) {
  auto board = board_of("1", {{"USDT", "USD", "1"},
                              {"USDC", "USD", "1"},
                              {"FDUSD", "USD", "1"},
                              {"BTC", "USD", "1"},
                              {"ETH", "USD", "1"},
                              {"BNB", "USD", "1"}});
  for (const auto quote : quotes) board.exchanges[0].tickers.push_back({"X", std::string{quote}, decimal("2")});
  return board;
}

TEST(PriceBook, TakesTheFirstQuoteOfTheOrderThatHasAMarket) {
  for (std::size_t first = 0; first < kOrder.size(); ++first) {
    std::vector<std::string_view> quotes{kOrder.begin() + static_cast<std::ptrdiff_t>(first), kOrder.end()};
    std::ranges::reverse(quotes);
    PriceBook book{board_with_quotes(quotes)};
    const auto way = "binance:X/" + std::string{kOrder[first]};
    const auto path = book.find("binance", "X")->path;
    EXPECT_TRUE(path == way || path.starts_with(way + " ")) << path;
  }
}

TEST(PriceBook, PassesOverAQuoteThatHasNoPriceItself) {
  PriceBook book{board_of("5", {{"X", "USDT", "7"}, {"X", "BTC", "2"}, {"BTC", "USD", "10"}})};
  EXPECT_EQ(found(book, "X"), "20 by binance:X/BTC * binance:BTC/USD");
}

TEST(PriceBook, WithoutAMarketThereIsNoPrice) {
  PriceBook book{board_of("5", {{"BTC", "USDT", "100"}, {"X", "EUR", "1"}, {"Y", "X", "1"}})};
  for (const auto* asset : {"BTC", "X", "Y", "NOSUCH", "", "EUR"}) EXPECT_EQ(found(book, asset), "none") << asset;
}

TEST(PriceBook, APriceOfZeroIsNone) {
  PriceBook book{board_of("5", {{"X", "USDT", "0"},
                                {"X", "BTC", "2"},
                                {"BTC", "USD", "10"},
                                {"Y", "USD", "0.00"},
                                {"USDT", "USD", "1"},
                                {"Z", "USD", "-1"}})};
  EXPECT_EQ(found(book, "X"), "20 by binance:X/BTC * binance:BTC/USD");
  EXPECT_EQ(found(book, "Y"), "none");
  EXPECT_EQ(found(book, "Z"), "none");
}

TEST(PriceBook, AMarketIsNeverReadBackwards) {
  PriceBook book{board_of("5", {{"BTC", "X", "2"}, {"BTC", "USD", "10"}})};
  EXPECT_EQ(found(book, "X"), "none");
}

TEST(PriceBook, OnlyTheHoldingExchangeIsAsked) {
  auto board = board_of("5", {{"X", "USD", "2"}});
  board.exchanges.push_back(prices_of("kraken", {{"Y", "USD", "3"}}));
  PriceBook book{board};
  EXPECT_EQ(found(book, "X", "binance"), "2 by binance:X/USD");
  EXPECT_EQ(found(book, "X", "kraken"), "none");
  EXPECT_EQ(found(book, "Y", "kraken"), "3 by kraken:Y/USD");
  EXPECT_EQ(found(book, "X", "nosuch"), "none");
  EXPECT_EQ(found(book, "USD", "nosuch"), "1 by USD");
}

TEST(PriceBook, NamesAreComparedExactly) {
  PriceBook book{board_of("5", {{"币安人生", "USD", "2"}, {"123", "USD", "3"}})};
  EXPECT_EQ(found(book, "币安人生"), "2 by binance:币安人生/USD");
  EXPECT_EQ(found(book, "123"), "3 by binance:123/USD");
  EXPECT_EQ(found(book, "usd"), "none");
}

TEST(PriceBook, StaleMarketsMakeStalePrices) {
  auto board = board_of("5", {});
  board.exchanges = {prices_of("binance", {{"X", "USD", "2"}}, true), prices_of("kraken", {{"X", "USD", "3"}})};
  PriceBook book{board};
  EXPECT_EQ(found(book, "X", "binance"), "2 by binance:X/USD (stale)");
  EXPECT_EQ(found(book, "X", "kraken"), "3 by kraken:X/USD");
  EXPECT_EQ(found(book, "BRL", "binance"), "0.2 by 1 / awesomeapi:USD/BRL");
}

TEST(PriceBook, AStaleRateMakesStaleWhatGoesThroughTheReal) {
  auto board = board_of("5", {{"USDT", "BRL", "5"}, {"X", "USDT", "2"}, {"Y", "USD", "2"}});
  board.usd_brl.stale = true;
  PriceBook book{board};
  EXPECT_TRUE(book.find("binance", "BRL")->stale);
  EXPECT_TRUE(book.find("binance", "X")->stale);
  EXPECT_FALSE(book.find("binance", "Y")->stale);
}

TEST(PriceBook, AnswersTheSameInAnyOrderOfQuestions) {
  const std::vector<std::string> assets{"BNB", "X", "ETH", "USDC", "BTC", "USDT", "FDUSD", "NOSUCH", "BRL"};
  const auto board = board_of("5.4", {{"USDT", "BRL", "5.3"},
                                      {"USDC", "USDT", "1.01"},
                                      {"BTC", "USDC", "91000.12"},
                                      {"ETH", "BTC", "0.031"},
                                      {"BNB", "ETH", "0.3"},
                                      {"X", "BNB", "0.0007"}});
  PriceBook in_order{board};
  std::map<std::string, std::string> expected;
  for (const auto& asset : assets) expected[asset] = found(in_order, asset);
  EXPECT_TRUE(rc::check("what was asked before does not matter", [&] {
    PriceBook book{board};
    for (const auto& asset : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(assets)))
      RC_ASSERT(found(book, asset) == expected.at(asset));
  }));
}

}  // namespace
}  // namespace saldo::pricing
