#include "snapshot/carry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/decimals.h"

namespace saldo::snapshot {
namespace {

using namespace std::chrono_literals;
using test::decimal;
using test::kNoon;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Milliseconds kWeek = 168h;

WalletSnapshot good(std::string name, std::string_view btc, Time as_of = kNoon - 4h) {
  WalletSnapshot wallet;
  wallet.wallet = std::move(name);
  wallet.as_of = as_of;
  Token token;
  token.balance = {.asset = "BTC", .free = decimal(btc), .locked = {}, .borrowed = {}};
  token.price_usd = decimal("77");
  token.value_usd = decimal("154");
  wallet.tokens = {token};
  return wallet;
}

WalletSnapshot bad(std::string name, WalletStatus status = WalletStatus::failed, ErrorKind kind = ErrorKind::timeout) {
  WalletSnapshot wallet;
  wallet.wallet = std::move(name);
  wallet.status = status;
  wallet.error = Error{.kind = kind, .message = "it failed", .until = {}};
  return wallet;
}

Snapshot snapshot_of(std::vector<WalletSnapshot> wallets, std::string fingerprint = "f", std::string label = "") {
  AccountSnapshot account;
  account.exchange = "binance";
  account.label = std::move(label);
  account.key_fingerprint = std::move(fingerprint);
  account.wallets = std::move(wallets);
  Snapshot snapshot;
  snapshot.slot = {kNoon};
  snapshot.accounts = {std::move(account)};
  return snapshot;
}

Snapshot carried(Snapshot now, const Snapshot& previous, Milliseconds limit = kWeek) {
  carry_wallets(now, previous, limit);
  return now;
}

const WalletSnapshot& first_wallet(const Snapshot& snapshot) { return snapshot.accounts.at(0).wallets.at(0); }

TEST(Carry, AFailedWalletGetsTheAmountsOfThenAndNotTheirValue) {
  const auto snapshot = carried(snapshot_of({bad("spot")}), snapshot_of({good("spot", "2")}));
  const auto& wallet = first_wallet(snapshot);
  EXPECT_EQ(wallet.status, WalletStatus::carried);
  EXPECT_EQ(wallet.as_of, kNoon - 4h);
  EXPECT_EQ(wallet.error->kind, ErrorKind::timeout) << "why it was carried stays";
  ASSERT_EQ(wallet.tokens.size(), 1U);
  EXPECT_EQ(wallet.tokens[0].balance.free, decimal("2"));
  EXPECT_FALSE(wallet.tokens[0].price_usd);
  EXPECT_FALSE(wallet.tokens[0].value_usd);
  EXPECT_THAT(snapshot.events, IsEmpty());
}

TEST(Carry, WhatWasReadStaysAsItWasRead) {
  const auto snapshot = carried(snapshot_of({good("spot", "1", kNoon)}), snapshot_of({good("spot", "2")}));
  EXPECT_EQ(first_wallet(snapshot).status, WalletStatus::ok);
  EXPECT_EQ(first_wallet(snapshot).tokens.at(0).balance.free, decimal("1"));
}

TEST(Carry, KeepsTheTimeOfTheFirstReading) {
  auto before = good("spot", "2", kNoon - 48h);
  before.status = WalletStatus::carried;
  EXPECT_EQ(first_wallet(carried(snapshot_of({bad("spot")}), snapshot_of({before}))).as_of, kNoon - 48h);
}

TEST(Carry, AWalletThatWasEmptyIsCarriedEmpty) {
  auto empty = good("spot", "2");
  empty.tokens.clear();
  EXPECT_EQ(first_wallet(carried(snapshot_of({bad("spot")}), snapshot_of({empty}))).status, WalletStatus::carried);
}

TEST(Carry, OddRowsAreCarriedToo) {
  auto before = good("spot", "2");
  before.odd_rows = {{.text = "{}", .reason = "no asset"}};
  EXPECT_EQ(first_wallet(carried(snapshot_of({bad("spot")}), snapshot_of({before}))).odd_rows.size(), 1U);
}

TEST(Carry, EndsAfterTheLimitWithAnEvent) {
  const auto at_the_limit = carried(snapshot_of({bad("spot")}), snapshot_of({good("spot", "2", kNoon - kWeek)}));
  EXPECT_EQ(first_wallet(at_the_limit).status, WalletStatus::carried);
  const auto beyond = carried(snapshot_of({bad("spot")}), snapshot_of({good("spot", "2", kNoon - kWeek - 1ms)}));
  EXPECT_EQ(first_wallet(beyond).status, WalletStatus::failed);
  EXPECT_THAT(first_wallet(beyond).tokens, IsEmpty());
  const SnapshotEvent ended{
      .kind = EventKind::carrying_ended, .exchange = "binance", .label = "", .wallet = "spot", .asset = ""};
  EXPECT_THAT(beyond.events, ElementsAre(ended));
}

TEST(Carry, WhatTheLastSnapshotDidNotCountCannotBeCarried) {
  for (const auto& before : {bad("spot"), bad("spot", WalletStatus::not_enabled), bad("earn")}) {
    const auto snapshot = carried(snapshot_of({bad("spot")}), snapshot_of({before}));
    EXPECT_EQ(first_wallet(snapshot).status, WalletStatus::failed);
    EXPECT_THAT(snapshot.events, IsEmpty());
  }
}

TEST(Carry, RowsOfWhichNobodyKnowsWhenTheyWereReadAreNotCarried) {
  auto before = good("spot", "2");
  before.as_of.reset();
  EXPECT_EQ(first_wallet(carried(snapshot_of({bad("spot")}), snapshot_of({before}))).status, WalletStatus::failed);
}

TEST(Carry, NothingIsCarriedToAnotherKeyOrAccount) {
  const auto now = snapshot_of({bad("spot")});
  EXPECT_EQ(first_wallet(carried(now, snapshot_of({good("spot", "2")}, "another"))).status, WalletStatus::failed);
  EXPECT_EQ(first_wallet(carried(now, snapshot_of({good("spot", "2")}, "f", "2"))).status, WalletStatus::failed);
  auto elsewhere = snapshot_of({good("spot", "2")});
  elsewhere.accounts[0].exchange = "kraken";
  EXPECT_EQ(first_wallet(carried(now, elsewhere)).status, WalletStatus::failed);
}

TEST(Carry, AnUnknownKeyIsNotTheSameKey) {
  const auto snapshot = carried(snapshot_of({bad("spot")}, ""), snapshot_of({good("spot", "2")}, ""));
  EXPECT_EQ(first_wallet(snapshot).status, WalletStatus::failed);
}

// B3: it answers "not opened", but somebody had opened it.
TEST(Carry, AWalletThatWasReadBeforeHasFailed) {
  const auto now = snapshot_of({bad("margin", WalletStatus::not_enabled, ErrorKind::not_enabled)});
  EXPECT_EQ(first_wallet(carried(now, snapshot_of({good("margin", "2")}))).status, WalletStatus::carried);
  const auto too_old = snapshot_of({good("margin", "2", kNoon - kWeek - 1ms)});
  EXPECT_EQ(first_wallet(carried(now, too_old)).status, WalletStatus::failed);
  const auto never = snapshot_of({bad("margin", WalletStatus::not_enabled, ErrorKind::not_enabled)});
  EXPECT_EQ(first_wallet(carried(now, never)).status, WalletStatus::not_enabled);
}

}  // namespace
}  // namespace saldo::snapshot
