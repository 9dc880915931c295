#include "cli/json.h"

#include <sstream>

#include <gtest/gtest.h>

#include "cli/snapshots.h"

namespace saldo::cli {
namespace {

using test::decimal;

TEST(Json, AmountsAreStringsWithEveryDigit) {
  EXPECT_EQ(amount_json(decimal("0.10000000")).as_string(), "0.10000000");
  EXPECT_EQ(amount_json(decimal("-1234567890123456789012345678901.234")).as_string(),
            "-1234567890123456789012345678901.234");
}

TEST(Json, TimesAreIsoOrNull) {
  EXPECT_EQ(time_json(test::kNoon).as_string(), "2026-11-25T12:00:00Z");
  EXPECT_TRUE(time_json(std::optional<Time>{}).is_null());
}

TEST(Json, IsOneLine) {
  std::ostringstream out;
  print_json(out, json::object{{"a", "two\nlines"}, {"b", 1}});
  EXPECT_EQ(out.str(), "{\"a\":\"two\\nlines\",\"b\":1}\n");
}

TEST(Json, ARateHasItsSourceAndAge) {
  const auto rate =
      usd_brl_json({.rate = decimal("5.4000"), .source = "awesomeapi", .as_of = test::kNoon, .stale = true});
  EXPECT_EQ(
      json::value(rate),
      json::value({{"rate", "5.4000"}, {"source", "awesomeapi"}, {"as_of", "2026-11-25T12:00:00Z"}, {"stale", true}}));
}

TEST(Json, ASnapshotHoldsAllThatTheSumNeeds) {
  const auto snapshot = snapshot_json(a_snapshot());
  EXPECT_EQ(snapshot.at("user_id").as_string(), "ana");
  EXPECT_EQ(snapshot.at("slot").as_string(), "2026-11-25T12:00:00Z");
  EXPECT_EQ(snapshot.at("taken_at").as_string(), "2026-11-25T12:00:17Z");
  EXPECT_EQ(snapshot.at("status").as_string(), "complete");
  EXPECT_EQ(snapshot.at("total_usd").as_string(), "1500.00");
  EXPECT_EQ(snapshot.at("total_brl").as_string(), "7500.00");
  const auto& account = snapshot.at("accounts").as_array().at(0).as_object();
  EXPECT_EQ(account.at("exchange").as_string(), "binance");
  EXPECT_FALSE(account.at("stale").as_bool());
  const auto& token = account.at("wallets").as_array().at(0).at("tokens").as_array().at(0).as_object();
  EXPECT_EQ(token.at("symbol").as_string(), "BTC");
  EXPECT_EQ(token.at("amount").as_string(), "1.50000000");
  EXPECT_EQ(token.at("price_usd").as_string(), "1000");
  EXPECT_EQ(token.at("value_usd").as_string(), "1500.00000000");
  EXPECT_TRUE(snapshot.at("failures").as_array().empty());
  EXPECT_TRUE(snapshot.at("unpriced").as_array().empty());
}

TEST(Json, WhatFailedIsListedWithItsAdvice) {
  const auto failures = snapshot_json(a_partial_snapshot()).at("failures").as_array();
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].at("exchange").as_string(), "kraken");
  EXPECT_EQ(failures[0].at("label").as_string(), "2");
  EXPECT_EQ(failures[0].at("kind").as_string(), "timeout");
  EXPECT_EQ(std::string_view{failures[0].at("advice").as_string()}, advice(ErrorKind::timeout));
}

TEST(Json, WhatHasNoPriceHasNull) {
  auto snapshot = a_snapshot();
  Token airdrop;
  airdrop.balance = {.asset = "AIRDROP", .free = decimal("7"), .locked = {}, .borrowed = {}};
  snapshot.accounts[0].wallets[0].tokens.push_back(airdrop);
  const auto object = snapshot_json(snapshot);
  const auto& token = object.at("accounts").at(0).at("wallets").at(0).at("tokens").at(1);
  EXPECT_TRUE(token.at("price_usd").is_null());
  EXPECT_TRUE(token.at("value_usd").is_null());
  EXPECT_EQ(object.at("unpriced").at(0).at("symbol").as_string(), "AIRDROP");
  EXPECT_EQ(object.at("unpriced").at(0).at("amount").as_string(), "7");
}

}  // namespace
}  // namespace saldo::cli
