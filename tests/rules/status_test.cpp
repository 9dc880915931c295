#include <sstream>

#include "cli/exit_code.h"
#include "cli/snapshot_view.h"
#include "cli/snapshots.h"
#include "cli/terminal.h"
#include "rules/rules.h"

namespace saldo {
namespace {

using namespace std::chrono_literals;
using test::decimal;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(Rules, F1_CompleteWhenEverythingWasRead) {
  link("ana");
  run();
  EXPECT_EQ(stored().status, SnapshotStatus::complete);
}

TEST_F(Rules, F1_PartialWhenSomethingFailedAndSomethingIsKnown) {
  link("ana");
  link("ana", "binance", "2");
  accounts.emplace("ana 2", invalid_key());
  run();
  EXPECT_EQ(stored().status, SnapshotStatus::partial);
}

TEST_F(Rules, F1_WithNothingKnownThereIsNoSnapshotAndTheLedgerSaysWhy) {
  link("ana");
  any_account = invalid_key();
  run();
  EXPECT_FALSE(is_stored());
  EXPECT_EQ(database.failures.at({request.slot, "ana"}).kinds, std::vector{ErrorKind::invalid_key});
}

TEST_F(Rules, F2_ATotalCountsTheWalletsThatAreListedWithIt) {
  link("ana");
  link("ana", "binance", "2");
  link("ana", "binance", "3");
  run();
  accounts.emplace("ana 2", invalid_key());
  link("ana", "binance", "4");
  accounts.emplace("ana 4", invalid_key());
  run_after(4h);
  Decimal sum;
  Arithmetic math;
  for (const auto& account : stored().accounts)
    if (counts(account)) sum = math.add(sum, account.total_usd);
  EXPECT_EQ(sum, stored().total_usd);
  EXPECT_EQ(stored().total_usd.text(), "300.00") << "two read, one carried";
  const auto failed = failures(stored());
  ASSERT_EQ(failed.size(), 2U);
  EXPECT_TRUE(failed[0].carried_from);
  EXPECT_FALSE(failed[1].carried_from) << "this one is not in the total";
}

TEST_F(Rules, F3_StoredOrFailedForALastingReasonIsDone) {
  link("ana");
  link("bia");
  accounts.emplace("bia", invalid_key());
  EXPECT_FALSE(run().is_unfinished());
}

TEST_F(Rules, F3_APassingFailureOrAStopLeavesSomethingToDo) {
  link("ana");
  any_account = down();
  EXPECT_TRUE(run().is_unfinished());
  any_account = balances("[]");
  for (int i = 0; i < 300; ++i) link("user " + std::to_string(i));  // more than are in flight at once
  observer.snapshot = [this](const Snapshot&) { stop.request(); };
  EXPECT_TRUE(run().is_unfinished());
  EXPECT_EQ(cli::exit_code({.kind = ErrorKind::stopped, .message = ""}), cli::ExitCode::try_again);
}

TEST_F(Rules, F3_NoActiveUserIsDoneWithAWarning) {
  cli::Terminal terminal;
  EXPECT_EQ(terminal.run({"snapshot"}), cli::ExitCode::done);
  EXPECT_THAT(terminal.err(), HasSubstr("warning: no account is linked"));
}

TEST_F(Rules, F3_AWrongConfigurationWritesNothing) {
  cli::Terminal terminal;
  terminal.environment["SALDO_LIMIT_SHARE"] = "0";
  EXPECT_EQ(terminal.run({"snapshot"}), cli::ExitCode::configuration);
  EXPECT_FALSE(std::filesystem::exists(terminal.folder.path() / "saldo.db"));
}

TEST_F(Rules, F3_AKeyThatOpensHardlyAnyAccountIsAWrongConfiguration) {
  link_users(10);
  keyring = store::Keyring::parse(Secret{std::string(42, 'B') + "A="}, "another").value();
  const auto report = attempt();
  ASSERT_FALSE(report);
  EXPECT_EQ(cli::exit_code(report.error()), cli::ExitCode::configuration);
  EXPECT_THAT(database.runs, IsEmpty());
  EXPECT_THAT(database.boards, IsEmpty());
}

std::string printed(const Snapshot& snapshot) {
  std::ostringstream out;
  cli::print_snapshot(out, snapshot, false);
  return out.str();
}

TEST_F(Rules, F4_ATotalIsPrintedWithItsStatus) {
  link("ana");
  run();
  EXPECT_THAT(printed(stored()), HasSubstr("US$ 100.00  R$ 500.00  (complete)"));
  any_account = invalid_key();
  run_after(4h);
  EXPECT_THAT(printed(stored()), HasSubstr("US$ 100.00  R$ 500.00  (partial: binance spot carried from "));
}

}  // namespace
}  // namespace saldo
