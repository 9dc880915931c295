#include "core/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/run.h"

namespace saldo {
namespace {

Decimal decimal(std::string_view text) { return Decimal::parse(text).value(); }

Token token(std::string_view asset, std::string_view free, bool priced) {
  Token token;
  token.balance = {.asset = std::string{asset}, .free = decimal(free), .locked = {}, .borrowed = {}, .inexact = false};
  if (priced) token.price_usd = decimal("1");
  return token;
}

WalletSnapshot wallet(std::string_view name, WalletStatus status, bool with_error) {
  WalletSnapshot wallet;
  wallet.wallet = name;
  wallet.status = status;
  if (with_error) wallet.error = Error{.kind = ErrorKind::timeout, .message = "late", .until = {}};
  return wallet;
}

AccountSnapshot account(std::vector<WalletSnapshot> wallets) {
  AccountSnapshot account;
  account.exchange = "kraken";
  account.label = "2";
  account.wallets = std::move(wallets);
  return account;
}

TEST(Balance, IsWhatIsThereLessWhatIsOwed) {
  const Balance balance{
      .asset = "BTC", .free = decimal("1.5"), .locked = decimal("0.25"), .borrowed = decimal("2"), .inexact = false};
  EXPECT_EQ(balance.total(), decimal("-0.25"));
}

TEST(Failures, AreTheWalletsThatCouldNotBeRead) {
  Snapshot snapshot;
  snapshot.accounts = {
      account({wallet("spot", WalletStatus::carried, true), wallet("earn", WalletStatus::failed, true),
               wallet("margin", WalletStatus::not_enabled, true), wallet("futures", WalletStatus::ok, false)})};
  const auto found = failures(snapshot);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].wallet, "spot");
  EXPECT_EQ(found[1].wallet, "earn");
  EXPECT_EQ(found[1].exchange, "kraken");
  EXPECT_EQ(found[1].label, "2");
  EXPECT_EQ(found[1].error.kind, ErrorKind::timeout);
}

TEST(Unpriced, AreTheTokensWithoutAPrice) {
  auto spot = wallet("spot", WalletStatus::ok, false);
  spot.tokens = {token("BTC", "1", true), token("AIRDROP", "1000", false)};
  Snapshot snapshot;
  snapshot.accounts = {account({spot})};
  const auto found = unpriced(snapshot);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].symbol, "AIRDROP");
  EXPECT_EQ(found[0].amount, decimal("1000"));
}

TEST(Account, CountsWhereAWalletIsFreshOrCarried) {
  const auto ok = wallet("spot", WalletStatus::ok, false);
  const auto carried = wallet("spot", WalletStatus::carried, true);
  const auto failed = wallet("spot", WalletStatus::failed, true);
  const auto closed = wallet("earn", WalletStatus::not_enabled, false);
  EXPECT_TRUE(counts(account({failed, ok})));
  EXPECT_TRUE(counts(account({carried})));
  EXPECT_FALSE(counts(account({failed, closed})));
  EXPECT_FALSE(counts(account({})));
  EXPECT_TRUE(is_stale(account({ok, carried})));
  EXPECT_FALSE(is_stale(account({ok, failed})));
}

TEST(Names, LeadThereAndBack) {
  for (const auto status : {WalletStatus::ok, WalletStatus::carried, WalletStatus::not_enabled, WalletStatus::failed})
    EXPECT_EQ(wallet_status(name(status)), status);
  for (const auto status : {SnapshotStatus::complete, SnapshotStatus::partial})
    EXPECT_EQ(snapshot_status(name(status)), status);
  for (const auto cause : {Trigger::manual, Trigger::schedule, Trigger::catch_up})
    EXPECT_EQ(trigger(name(cause)), cause);
  for (const auto ending : {RunEnding::running, RunEnding::done, RunEnding::stopped, RunEnding::failed})
    EXPECT_EQ(run_ending(name(ending)), ending);
  EXPECT_EQ(wallet_status("other"), std::nullopt);
  EXPECT_EQ(name(Trigger::catch_up), "catch_up");
  EXPECT_EQ(name(WalletStatus::not_enabled), "not_enabled");
}

}  // namespace
}  // namespace saldo
