#include "snapshot/assemble.h"

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

pricing::PriceBook a_book() {
  PriceBoard board{.usd_brl = {.rate = decimal("5"), .source = "awesomeapi", .as_of = kNoon}, .exchanges = {}};
  board.exchanges.push_back({.exchange = "binance", .as_of = kNoon, .tickers = {{"BTC", "USD", decimal("100")}}});
  return pricing::PriceBook{board};
}

LinkedAccount account(std::string label = "") {
  LinkedAccount account;
  account.id = {.user_id = "ana", .exchange = "binance", .label = std::move(label)};
  account.exchange_name = "Binance";
  account.exchange_ref = "65f0";
  return account;
}

WalletReading wallet_of(std::string wallet, std::string_view btc) {
  WalletReading reading{.wallet = std::move(wallet), .balances = {}, .odd_rows = {}, .error = {}};
  reading.balances.push_back({.asset = "BTC", .free = decimal(btc), .locked = {}, .borrowed = {}});
  return reading;
}

WalletReading failing(std::string wallet, ErrorKind kind) {
  return {.wallet = std::move(wallet),
          .balances = {},
          .odd_rows = {},
          .error = Error{.kind = kind, .message = "it failed", .until = {}}};
}

AccountOutcome read(std::vector<WalletReading> wallets, std::string label = "") {
  return {.account = account(std::move(label)), .reading = AccountReading{std::move(wallets)}, .wallets = {"spot"}};
}

AccountOutcome unread(ErrorKind kind, std::vector<std::string> wallets = {"spot"}) {
  return {.account = account(), .reading = fail(kind, "nothing could be read"), .wallets = std::move(wallets)};
}

UserOutcome assembled(const std::vector<AccountOutcome>& outcomes) {
  auto book = a_book();
  return assemble("ana", outcomes, kNoon + 17s, {.run_id = "r1", .slot = {kNoon}, .trigger = Trigger::schedule}, book,
                  {});
}

Snapshot snapshot_of(std::vector<AccountOutcome> outcomes) {
  auto outcome = assembled(std::move(outcomes));
  EXPECT_TRUE(std::holds_alternative<Snapshot>(outcome));
  return std::get<Snapshot>(std::move(outcome));
}

std::vector<ErrorKind> failure_of(std::vector<AccountOutcome> outcomes) {
  const auto outcome = assembled(std::move(outcomes));
  EXPECT_TRUE(std::holds_alternative<UserFailure>(outcome));
  return std::get<UserFailure>(outcome).kinds;
}

TEST(Assemble, IsStampedWithItsRunAndValued) {
  const auto snapshot = snapshot_of({read({wallet_of("spot", "0.5")}, "2")});
  EXPECT_EQ(snapshot.user_id, "ana");
  EXPECT_EQ(snapshot.slot.at, kNoon);
  EXPECT_EQ(snapshot.taken_at, kNoon + 17s);
  EXPECT_EQ(snapshot.run_id, "r1");
  EXPECT_EQ(snapshot.trigger, Trigger::schedule);
  EXPECT_EQ(snapshot.total_usd.text(), "50.00");
  EXPECT_EQ(snapshot.total_brl.text(), "250.00");
  EXPECT_EQ(snapshot.usd_brl.source, "awesomeapi");
  ASSERT_EQ(snapshot.accounts.size(), 1U);
  EXPECT_EQ(snapshot.accounts[0].exchange, "binance");
  EXPECT_EQ(snapshot.accounts[0].label, "2");
  EXPECT_EQ(snapshot.accounts[0].exchange_name, "Binance");
  EXPECT_EQ(snapshot.accounts[0].exchange_ref, "65f0");
  EXPECT_EQ(snapshot.accounts[0].wallets.at(0).as_of, kNoon + 17s);
}

// F1: complete when every wallet of every account is fresh or was never opened.
TEST(Assemble, IsCompleteWhenEverythingIsFresh) {
  const auto snapshot =
      snapshot_of({read({wallet_of("spot", "1"), wallet_of("earn", "1")}), read({wallet_of("spot", "1")}, "2")});
  EXPECT_EQ(snapshot.status, SnapshotStatus::complete);
  EXPECT_EQ(snapshot.quality, 3);
}

TEST(Assemble, AnEmptyWalletIsFresh) {
  WalletReading empty;
  empty.wallet = "spot";
  const auto snapshot = snapshot_of({read({empty})});
  EXPECT_EQ(snapshot.status, SnapshotStatus::complete);
  EXPECT_EQ(snapshot.quality, 1);
  EXPECT_EQ(snapshot.total_usd.text(), "0.00");
}

// B3: what was never opened counts as complete.
TEST(Assemble, AWalletThatWasNeverOpenedCountsAsComplete) {
  const auto snapshot = snapshot_of({read({wallet_of("spot", "1"), failing("margin", ErrorKind::not_enabled)})});
  EXPECT_EQ(snapshot.status, SnapshotStatus::complete);
  EXPECT_EQ(snapshot.quality, 1);
  EXPECT_EQ(snapshot.accounts[0].wallets.at(1).status, WalletStatus::not_enabled);
  EXPECT_FALSE(snapshot.accounts[0].wallets.at(1).as_of);
  EXPECT_THAT(failures(snapshot), IsEmpty());
}

// F1: partial when something failed and something is known.
TEST(Assemble, IsPartialWhenAWalletFailed) {
  const auto snapshot = snapshot_of({read({wallet_of("spot", "1"), failing("earn", ErrorKind::timeout)})});
  EXPECT_EQ(snapshot.status, SnapshotStatus::partial);
  EXPECT_EQ(snapshot.quality, 1);
  const auto& earn = snapshot.accounts.at(0).wallets.at(1);
  EXPECT_EQ(earn.status, WalletStatus::failed);
  EXPECT_EQ(earn.error->kind, ErrorKind::timeout);
  EXPECT_FALSE(earn.as_of);
  EXPECT_THAT(earn.tokens, IsEmpty());
}

TEST(Assemble, IsPartialWhenAnAccountFailed) {
  const auto snapshot = snapshot_of({read({wallet_of("spot", "1")}), unread(ErrorKind::invalid_key, {"spot", "earn"})});
  EXPECT_EQ(snapshot.status, SnapshotStatus::partial);
  EXPECT_EQ(snapshot.total_usd.text(), "100.00");
  const auto failed = failures(snapshot);
  ASSERT_EQ(failed.size(), 2U);
  EXPECT_EQ(failed[0].wallet, "spot");
  EXPECT_EQ(failed[1].wallet, "earn");
  EXPECT_EQ(failed[1].error.kind, ErrorKind::invalid_key);
}

TEST(Assemble, OfPartlyEmptyAndPartlyFailedSomethingIsKnown) {
  WalletReading empty;
  empty.wallet = "spot";
  EXPECT_EQ(snapshot_of({read({empty, failing("earn", ErrorKind::timeout)})}).status, SnapshotStatus::partial);
}

// F1: nothing known is no snapshot, for a total of 0.00 would be a cliff.
TEST(Assemble, WhenNothingIsKnownThereIsNoSnapshot) {
  EXPECT_THAT(failure_of({read({failing("spot", ErrorKind::timeout)})}), ElementsAre(ErrorKind::timeout));
  EXPECT_THAT(failure_of({unread(ErrorKind::undecryptable_key)}), ElementsAre(ErrorKind::undecryptable_key));
}

TEST(Assemble, EachKindOfFailureIsNamedOnce) {
  const auto kinds =
      failure_of({unread(ErrorKind::timeout, {"spot", "earn"}), read({failing("spot", ErrorKind::banned)}),
                  unread(ErrorKind::timeout), read({failing("spot", ErrorKind::invalid_key)})});
  EXPECT_THAT(kinds, testing::UnorderedElementsAre(ErrorKind::timeout, ErrorKind::banned, ErrorKind::invalid_key));
}

TEST(Assemble, OddRowsAreKeptAndMakeNothingPartial) {
  auto wallet = wallet_of("spot", "1");
  wallet.odd_rows.push_back({.text = "{}", .reason = "no asset"});
  const auto snapshot = snapshot_of({read({wallet})});
  EXPECT_EQ(snapshot.status, SnapshotStatus::complete);
  ASSERT_EQ(snapshot.accounts[0].wallets[0].odd_rows.size(), 1U);
  EXPECT_EQ(snapshot.accounts[0].wallets[0].odd_rows[0].reason, "no asset");
}

TEST(Assemble, WhatHasNoPriceMakesNothingPartial) {
  auto wallet = wallet_of("spot", "1");
  wallet.balances.push_back({.asset = "AIRDROP", .free = decimal("1000"), .locked = {}, .borrowed = {}});
  const auto snapshot = snapshot_of({read({wallet})});
  EXPECT_EQ(snapshot.status, SnapshotStatus::complete);
  EXPECT_EQ(snapshot.total_usd.text(), "100.00");
  ASSERT_EQ(unpriced(snapshot).size(), 1U);
  EXPECT_EQ(unpriced(snapshot)[0].symbol, "AIRDROP");
}

TEST(Assemble, AnInexactAmountStaysMarked) {
  auto wallet = wallet_of("spot", "1");
  wallet.balances[0].inexact = true;
  EXPECT_TRUE(snapshot_of({read({wallet})}).accounts[0].wallets[0].tokens.at(0).balance.inexact);
}

// A run that was stopped says nothing about a user whom it had not finished.
TEST(Assemble, AStopLeavesTheUserAsIfUntouched) {
  EXPECT_TRUE(std::holds_alternative<Interrupted>(assembled({read({failing("spot", ErrorKind::stopped)})})));
  EXPECT_TRUE(std::holds_alternative<Interrupted>(assembled({unread(ErrorKind::stopped)})));
  EXPECT_TRUE(std::holds_alternative<Interrupted>(
      assembled({read({wallet_of("spot", "1")}), read({failing("spot", ErrorKind::stopped)}, "2")})));
}

}  // namespace
}  // namespace saldo::snapshot
