#include "pricing/last_prices.h"

#include <gtest/gtest.h>

#include "support/decimals.h"

namespace saldo::pricing {
namespace {

using namespace std::chrono_literals;
using test::decimal;
using test::kNoon;

constexpr Slot kSlot{kNoon};
constexpr Milliseconds kWeek = 168h;

Token token_of(std::string asset, std::optional<std::string_view> price, Time as_of = kNoon - 4h) {
  Token token;
  token.balance.asset = std::move(asset);
  token.price_path = "binance:" + token.balance.asset + "/USD";
  if (price) token.price_usd = decimal(*price);
  if (price) token.price_as_of = as_of;
  return token;
}

Snapshot snapshot_with(std::string exchange, std::vector<Token> tokens) {
  WalletSnapshot wallet;
  wallet.tokens = std::move(tokens);
  AccountSnapshot account;
  account.exchange = std::move(exchange);
  account.wallets = {std::move(wallet)};
  Snapshot snapshot;
  snapshot.accounts = {std::move(account)};
  return snapshot;
}

TEST(LastPrices, GiveThePriceOfThenMarkedStale) {
  const LastPrices last{snapshot_with("binance", {token_of("PEPE", "2")}), kSlot, kWeek};
  const auto price = last.find("binance", "PEPE");
  ASSERT_TRUE(price);
  EXPECT_EQ(price->usd, decimal("2"));
  EXPECT_EQ(price->path, "binance:PEPE/USD");
  EXPECT_TRUE(price->stale);
  EXPECT_EQ(price->as_of, kNoon - 4h);
  EXPECT_FALSE(last.has_expired("binance", "PEPE"));
}

// The same symbol may be another asset elsewhere.
TEST(LastPrices, AreOfTheSameExchange) {
  const LastPrices last{snapshot_with("binance", {token_of("PEPE", "2")}), kSlot, kWeek};
  EXPECT_FALSE(last.find("kraken", "PEPE"));
  EXPECT_FALSE(last.find("binance", "BTC"));
}

TEST(LastPrices, WhatHadNoPriceThenHasNoneNow) {
  const LastPrices last{snapshot_with("binance", {token_of("AIRDROP", {})}), kSlot, kWeek};
  EXPECT_FALSE(last.find("binance", "AIRDROP"));
  EXPECT_FALSE(last.has_expired("binance", "AIRDROP"));
}

TEST(LastPrices, ExpireAfterTheLimit) {
  const LastPrices last{
      snapshot_with("binance", {token_of("OLD", "2", kNoon - kWeek), token_of("OLDER", "2", kNoon - kWeek - 1ms)}),
      kSlot, kWeek};
  EXPECT_TRUE(last.find("binance", "OLD"));
  EXPECT_FALSE(last.has_expired("binance", "OLD"));
  EXPECT_FALSE(last.find("binance", "OLDER"));
  EXPECT_TRUE(last.has_expired("binance", "OLDER"));
}

TEST(LastPrices, NoneAreNone) {
  EXPECT_FALSE(LastPrices{}.find("binance", "BTC"));
  EXPECT_FALSE(LastPrices{}.has_expired("binance", "BTC"));
}

}  // namespace
}  // namespace saldo::pricing
