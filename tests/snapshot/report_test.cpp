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

TEST(RunReport, CountsAccountsByWhetherTheyWereReadWhole) {
  RunReport report;
  report.add_accounts({outcome("a", AccountReading{{wallet()}}),
                       outcome("a", AccountReading{{wallet(), wallet(ErrorKind::timeout)}}),
                       outcome("b", fail(ErrorKind::invalid_key, "no"))});
  EXPECT_EQ(report.run.counts.accounts_total, 3);
  EXPECT_EQ(report.run.counts.accounts_ok, 1);
  EXPECT_EQ(report.run.counts.accounts_failed, 2);
}

TEST(RunReport, AWalletThatWasNeverOpenedIsNoFailure) {
  RunReport report;
  report.add_accounts({outcome("a", AccountReading{{wallet(), wallet(ErrorKind::not_enabled)}})});
  EXPECT_EQ(report.run.counts.accounts_ok, 1);
  EXPECT_TRUE(report.errors.empty());
}

TEST(RunReport, GroupsErrorsByExchangeAndKindWithTheFirstAsExample) {
  RunReport report;
  report.add_accounts({outcome("a", fail(ErrorKind::timeout, "first")),
                       outcome("a", fail(ErrorKind::timeout, "second")),
                       outcome("b", fail(ErrorKind::timeout, "third")),
                       outcome("a", AccountReading{{wallet(ErrorKind::banned, "fourth")}})});
  ASSERT_EQ(report.errors.size(), 3U);
  const auto& group = report.errors.at({"a", ErrorKind::timeout});
  EXPECT_EQ(group.accounts, 2);
  EXPECT_EQ(group.example, "first");
  EXPECT_EQ(report.errors.at({"a", ErrorKind::banned}).example, "fourth");
}

TEST(RunReport, SumsSnapshotsAndCountsThemByStatus) {
  Snapshot whole;
  whole.total_usd = decimal("0.10");
  whole.total_brl = decimal("0.50");
  Snapshot part = whole;
  part.status = SnapshotStatus::partial;
  RunReport report;
  report.add(whole);
  report.add(part);
  report.add(part);
  EXPECT_EQ(report.run.counts.users_complete, 1);
  EXPECT_EQ(report.run.counts.users_partial, 2);
  EXPECT_EQ(report.total_usd, decimal("0.30"));
  EXPECT_EQ(report.total_brl, decimal("1.50"));
  EXPECT_FALSE(report.left_for_passing_reason);
}

TEST(RunReport, OnlyAPassingFailureLeavesSomethingToDo) {
  RunReport report;
  report.add(UserFailure{.user_id = "ana", .kinds = {ErrorKind::invalid_key, ErrorKind::geo_blocked}});
  EXPECT_FALSE(report.left_for_passing_reason);
  report.add(UserFailure{.user_id = "bia", .kinds = {ErrorKind::invalid_key, ErrorKind::timeout}});
  EXPECT_TRUE(report.left_for_passing_reason);
  EXPECT_EQ(report.run.counts.users_failed, 2);
}

}  // namespace
}  // namespace saldo::snapshot
