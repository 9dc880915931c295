#include "rules/rules.h"
#include "snapshot/assemble.h"

namespace saldo {
namespace {

using namespace std::chrono_literals;
using test::decimal;
using test::kNoon;
using testing::ElementsAre;
using testing::IsEmpty;

// --- Accounts with more than one wallet, as assemble() gets them ---

WalletReading read_wallet(std::string name, std::vector<Balance> balances) {
  return {.wallet = std::move(name), .balances = std::move(balances), .odd_rows = {}, .error = {}};
}

WalletReading failed_wallet(std::string name, ErrorKind kind) {
  return {.wallet = std::move(name),
          .balances = {},
          .odd_rows = {},
          .error = Error{.kind = kind, .message = "it failed", .until = {}}};
}

Balance btc(std::string_view free, std::string_view locked = "0", std::string_view borrowed = "0") {
  return {.asset = "BTC", .free = decimal(free), .locked = decimal(locked), .borrowed = decimal(borrowed)};
}

snapshot::UserOutcome outcome_of(std::vector<WalletReading> wallets, const std::optional<Snapshot>& previous = {}) {
  PriceBoard board{.usd_brl = {.rate = decimal("5"), .source = "test", .as_of = kNoon}, .exchanges = {}};
  board.exchanges.push_back({.exchange = "binance", .as_of = kNoon, .tickers = {{"BTC", "USD", decimal("100")}}});
  pricing::PriceBook book{board};
  snapshot::AccountOutcome account{
      .account = {}, .key_fingerprint = "f", .reading = AccountReading{std::move(wallets)}, .wallets = {"spot"}};
  account.account.id = {"ana", "binance", ""};
  const snapshot::RunStamp stamp{
      .run_id = "r", .slot = {kNoon}, .trigger = Trigger::manual, .carry_limit = std::chrono::days{7}};
  return snapshot::assemble("ana", {account}, kNoon, stamp, book, previous);
}

Snapshot snapshot_of(std::vector<WalletReading> wallets, const std::optional<Snapshot>& previous = {}) {
  auto outcome = outcome_of(std::move(wallets), previous);
  EXPECT_TRUE(std::holds_alternative<Snapshot>(outcome));
  return std::get<Snapshot>(std::move(outcome));
}

TEST_F(Rules, B1_ATotalIsFreeAndLockedLessBorrowed) {
  EXPECT_EQ(snapshot_of({read_wallet("spot", {btc("3", "2", "1")})}).total_usd.text(), "400.00");
}

TEST_F(Rules, B1_ADebtIsNegativeAndCountsAsSuch) {
  const auto snapshot = snapshot_of({read_wallet("spot", {btc("1")}), read_wallet("margin", {btc("0", "0", "3")})});
  EXPECT_EQ(snapshot.total_usd.text(), "-200.00");
}

TEST_F(Rules, B2_AFailedRequestFailsItsWalletAndNotTheAccount) {
  const auto snapshot = snapshot_of({read_wallet("spot", {btc("1")}), failed_wallet("earn", ErrorKind::timeout)});
  EXPECT_EQ(snapshot.total_usd.text(), "100.00");
  EXPECT_EQ(snapshot.accounts[0].wallets[0].status, WalletStatus::ok);
  EXPECT_EQ(snapshot.accounts[0].wallets[1].status, WalletStatus::failed);
}

TEST_F(Rules, B2_AnOddRowIsKeptAsTextAndFailsNothing) {
  link("ana");
  any_account = balances(R"([{"asset":"BTC","free":"1","locked":"0"},{"asset":"ETH","free":"many"}])");
  run();
  EXPECT_EQ(stored().status, SnapshotStatus::complete);
  ASSERT_EQ(wallet().odd_rows.size(), 1U);
  EXPECT_THAT(wallet().odd_rows[0].text, testing::HasSubstr("many"));
}

TEST_F(Rules, B2_ANumberOfMoreThan34DigitsIsRoundedAndMarked) {
  link("ana");
  holds("BTC", "0.12345678901234567890123456789012345678");
  run();
  EXPECT_TRUE(token().balance.inexact);
  EXPECT_EQ(token().balance.free.text(), "0.1234567890123456789012345678901235");
  holds("BTC", "0.1234567890123456789012345678901234");
  run_after(4h);
  EXPECT_FALSE(token().balance.inexact);
}

TEST_F(Rules, B2_AnAmountThatNoAssetHasIsOdd) {
  link("ana");
  for (const auto* amount : {"1e31", "1e-41"}) {
    holds("BTC", amount);
    run_after(4h);
    EXPECT_THAT(wallet().tokens, IsEmpty()) << amount;
    EXPECT_EQ(wallet().odd_rows.size(), 1U) << amount;
  }
}

TEST_F(Rules, B3_AWalletThatWasNeverOpenedCountsAsCompleteAndIsSaidOnce) {
  const std::vector<WalletReading> wallets{read_wallet("spot", {btc("1")}),
                                           failed_wallet("margin", ErrorKind::not_enabled)};
  const auto first = snapshot_of(wallets);
  EXPECT_EQ(first.status, SnapshotStatus::complete);
  EXPECT_EQ(first.accounts[0].wallets[1].status, WalletStatus::not_enabled);
  ASSERT_EQ(first.events.size(), 1U);
  EXPECT_EQ(first.events[0].kind, EventKind::wallet_absent);
  auto earlier = first;
  earlier.slot.at -= 4h;
  EXPECT_THAT(snapshot_of(wallets, earlier).events, IsEmpty());
}

TEST_F(Rules, B3_ItIsStillSaidWhenABetterSnapshotOfTheSlotReplacesTheFirst) {
  const std::vector<WalletReading> wallets{read_wallet("spot", {btc("1")}),
                                           failed_wallet("margin", ErrorKind::not_enabled)};
  EXPECT_EQ(snapshot_of(wallets, snapshot_of(wallets)).events.size(), 1U);
}

TEST_F(Rules, B3_AWalletThatWasReadBeforeHasFailed) {
  auto before = snapshot_of({read_wallet("spot", {btc("1")}), read_wallet("margin", {btc("2")})});
  before.slot.at -= 4h;
  const auto snapshot =
      snapshot_of({read_wallet("spot", {btc("1")}), failed_wallet("margin", ErrorKind::not_enabled)}, before);
  EXPECT_EQ(snapshot.status, SnapshotStatus::partial);
  EXPECT_EQ(snapshot.accounts[0].wallets[1].status, WalletStatus::carried);
  EXPECT_EQ(snapshot.total_usd.text(), "300.00");
}

TEST_F(Rules, B3_TheMainWalletIsAlwaysThere) {
  const auto outcome = outcome_of({failed_wallet("spot", ErrorKind::not_enabled)});
  ASSERT_TRUE(std::holds_alternative<UserFailure>(outcome));
  EXPECT_THAT(std::get<UserFailure>(outcome).kinds, ElementsAre(ErrorKind::not_enabled));
}

}  // namespace
}  // namespace saldo
