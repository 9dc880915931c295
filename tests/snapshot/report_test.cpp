#include "snapshot/report.h"

#include <gtest/gtest.h>

#include "support/decimals.h"

namespace saldo::snapshot {
namespace {

using test::decimal;

WalletReading wallet(std::optional<ErrorKind> kind = {}, std::string message = "") {
  WalletReading reading;
  reading.wallet = "spot";
  if (kind) reading.error = Error{.kind = *kind, .message = std::move(message), .until = {}};
  return reading;
}

AccountOutcome outcome(std::string exchange, Result<AccountReading> reading) {
  AccountOutcome outcome{.account = {}, .reading = std::move(reading), .wallets = {}};
  outcome.account.id.exchange = std::move(exchange);
  return outcome;
}

const Snapshot kWhole{.quality = 1, .total_usd = decimal("0.10"), .total_brl = decimal("0.50")};
const Snapshot kPart{.status = SnapshotStatus::partial, .total_usd = decimal("0.10"), .total_brl = decimal("0.50")};

UserFailure failure(std::vector<ErrorKind> kinds) { return {.user_id = "ana", .kinds = std::move(kinds)}; }

TEST(RunReport, CountsAccountsByWhetherTheyWereReadWhole) {
  RunReport report;
  report.add(tally(
      "ana",
      {outcome("a", AccountReading{{wallet()}}), outcome("a", AccountReading{{wallet(), wallet(ErrorKind::timeout)}}),
       outcome("b", fail(ErrorKind::invalid_key, "no"))},
      kPart));
  EXPECT_EQ(report.run.counts.accounts_total, 3);
  EXPECT_EQ(report.run.counts.accounts_ok, 1);
  EXPECT_EQ(report.run.counts.accounts_failed, 2);
}

TEST(RunReport, AWalletThatWasNeverOpenedIsNoFailure) {
  RunReport report;
  report.add(tally("ana", {outcome("a", AccountReading{{wallet(), wallet(ErrorKind::not_enabled)}})}, kWhole));
  EXPECT_EQ(report.run.counts.accounts_ok, 1);
  EXPECT_TRUE(report.errors.empty());
}

TEST(RunReport, GroupsErrorsByExchangeAndKindWithTheFirstAsExample) {
  RunReport report;
  report.add(tally("ana",
                   {outcome("a", fail(ErrorKind::timeout, "first")), outcome("a", fail(ErrorKind::timeout, "second")),
                    outcome("b", fail(ErrorKind::timeout, "third")),
                    outcome("a", AccountReading{{wallet(ErrorKind::banned, "fourth")}})},
                   failure({ErrorKind::timeout, ErrorKind::banned})));
  ASSERT_EQ(report.errors.size(), 3U);
  const auto& group = report.errors.at({"a", ErrorKind::timeout});
  EXPECT_EQ(group.accounts, 2);
  EXPECT_EQ(group.example, "first");
  EXPECT_EQ(report.errors.at({"a", ErrorKind::banned}).example, "fourth");
}

TEST(RunReport, SumsSnapshotsAndCountsThemByStatus) {
  RunReport report;
  report.add(tally("ana", {}, kWhole));
  report.add(tally("ana", {}, kPart));
  report.add(tally("ana", {}, kPart));
  EXPECT_EQ(report.run.counts.users_complete, 1);
  EXPECT_EQ(report.run.counts.users_partial, 2);
  EXPECT_EQ(report.total_usd.text(), "0.30");
  EXPECT_EQ(report.total_brl.text(), "1.50");
  EXPECT_FALSE(report.is_unfinished());
}

TEST(RunReport, OnlyAPassingFailureLeavesSomethingToDo) {
  RunReport report;
  report.add(tally("ana", {outcome("a", fail(ErrorKind::invalid_key, "no"))}, failure({ErrorKind::invalid_key})));
  EXPECT_FALSE(report.is_unfinished());
  report.add(tally("ana",
                   {outcome("a", fail(ErrorKind::invalid_key, "no")), outcome("a", fail(ErrorKind::timeout, "late"))},
                   failure({ErrorKind::invalid_key, ErrorKind::timeout})));
  EXPECT_TRUE(report.is_unfinished());
  EXPECT_EQ(report.run.counts.users_failed, 2);
}

TEST(RunReport, TakesBackWhatASecondTryMadeGood) {
  const auto first = tally("ana", {outcome("a", fail(ErrorKind::timeout, "late"))}, failure({ErrorKind::timeout}));
  const auto second = tally("ana", {outcome("a", AccountReading{{wallet()}})}, kWhole);
  EXPECT_TRUE(first.is_worth_another_try());
  EXPECT_FALSE(second.is_worth_another_try());
  EXPECT_TRUE(second.is_better_than(first));
  EXPECT_FALSE(first.is_better_than(first));
  RunReport report;
  report.add(first);
  report.remove(first);
  report.add(second);
  EXPECT_EQ(report.run.counts.users_failed, 0);
  EXPECT_EQ(report.run.counts.users_complete, 1);
  EXPECT_EQ(report.run.counts.accounts_failed, 0);
  EXPECT_TRUE(report.errors.empty());
  EXPECT_FALSE(report.is_unfinished());
  EXPECT_EQ(report.total_usd.text(), "0.10");
}

// What is better must be what the store keeps, which goes by the number of wallets read (semantics S4).
TEST(RunReport, TheBetterOfTwoTriesReadMoreWallets) {
  const auto with_quality = [](int quality) {
    Snapshot snapshot = kPart;
    snapshot.quality = quality;
    return snapshot;
  };
  const auto half_and_half = AccountReading{{wallet(), wallet(ErrorKind::timeout)}};
  const auto two_halves = tally("ana", {outcome("a", half_and_half), outcome("b", half_and_half)}, with_quality(2));
  const auto one_whole =
      tally("ana", {outcome("a", AccountReading{{wallet(), wallet()}}), outcome("b", fail(ErrorKind::timeout, "late"))},
            with_quality(2));
  EXPECT_FALSE(one_whole.is_better_than(two_halves));
  const auto three =
      tally("ana", {outcome("a", AccountReading{{wallet(), wallet()}}), outcome("b", half_and_half)}, with_quality(3));
  EXPECT_TRUE(three.is_better_than(two_halves));
  const auto nothing = tally("ana", {outcome("a", fail(ErrorKind::timeout, "late"))}, failure({ErrorKind::timeout}));
  EXPECT_TRUE(two_halves.is_better_than(nothing));
  EXPECT_FALSE(nothing.is_better_than(two_halves));
}

// B3: a wallet that was read before, or the main one, has failed, whatever the exchange calls it.
TEST(RunReport, AWalletThatCountsAsFailedIsAFailure) {
  auto margin = wallet(ErrorKind::not_enabled);
  margin.wallet = "margin";
  const AccountReading reading{{wallet(), margin}};
  WalletSnapshot carried;
  carried.wallet = "margin";
  carried.status = WalletStatus::carried;
  carried.error = margin.error;
  AccountSnapshot account;
  account.exchange = "a";
  account.wallets = {carried};
  Snapshot snapshot = kPart;
  snapshot.accounts = {account};
  EXPECT_EQ(tally("ana", {outcome("a", reading)}, snapshot).failed_accounts.size(), 1U);
  EXPECT_EQ(tally("ana", {outcome("b", reading)}, snapshot).failed_accounts.size(), 0U);
  const AccountReading main_only{{wallet(ErrorKind::not_enabled)}};
  EXPECT_EQ(tally("ana", {outcome("a", main_only)}, failure({ErrorKind::not_enabled})).failed_accounts.size(), 1U);
}

TEST(RunReport, ThatAWalletWasNotOpenedIsSaidOnlyForWantOfMore) {
  const AccountReading reading{{wallet(ErrorKind::not_enabled), wallet(ErrorKind::timeout)}};
  const auto user = tally("ana", {outcome("a", reading)}, failure({ErrorKind::timeout}));
  ASSERT_EQ(user.failed_accounts.size(), 1U);
  EXPECT_EQ(user.failed_accounts[0].error.kind, ErrorKind::timeout);
  EXPECT_TRUE(user.is_worth_another_try());
}

}  // namespace
}  // namespace saldo::snapshot
