#include "cli/slot_choice.h"
#include "cli/terminal.h"
#include "rules/rules.h"
#include "store/sqlite/sqlite_store.h"

namespace saldo {
namespace {

using namespace std::chrono_literals;
using test::kNoon;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr int kEveryFourHours = 4;
constexpr Time kHalfPastOne = kNoon + 90min;

Result<cli::SlotChoice> choice(std::string_view text) { return cli::choose_slot(text, kHalfPastOne, kEveryFourHours); }

TEST_F(Rules, S1_AClosedSlotIsRefusedAndTheOpenOneNamed) {
  const auto refused = choice("2026-11-25T08:00Z");
  ASSERT_FALSE(refused);
  EXPECT_EQ(cli::exit_code(refused.error()), cli::ExitCode::usage);
  EXPECT_THAT(refused.error().message, AllOf(HasSubstr("is closed"), HasSubstr("2026-11-25T12:00:00Z")));
}

TEST_F(Rules, S1_ASlotToComeIsRefused) {
  EXPECT_THAT(choice("2026-11-25T16:00Z").error().message, HasSubstr("has not opened yet"));
}

TEST_F(Rules, S1_AnInstantBetweenSlotsIsRefused) {
  EXPECT_THAT(choice("2026-11-25T12:30Z").error().message, HasSubstr("is no slot of the schedule"));
}

TEST_F(Rules, S1_ASlotIsOpenUntilTheNextIsDue) {
  EXPECT_EQ(open_slot(kNoon, kEveryFourHours).at, kNoon);
  EXPECT_EQ(open_slot(kNoon + 4h - 1ms, kEveryFourHours).at, kNoon);
  EXPECT_EQ(open_slot(kNoon + 4h, kEveryFourHours).at, kNoon + 4h);
}

TEST_F(Rules, S2_CurrentIsTheOpenSlot) {
  EXPECT_EQ(choice("current")->slot.at, kNoon);
  EXPECT_TRUE(choice("current")->is_nominal);
}

TEST_F(Rules, S2_NowIsThePresentMinute) {
  const auto now = cli::choose_slot("now", kHalfPastOne + 59s, kEveryFourHours);
  EXPECT_EQ(now->slot.at, kHalfPastOne);
  EXPECT_FALSE(now->is_nominal);
}

TEST_F(Rules, S2_TheSameMinuteAgainIsTheSameSnapshot) {
  link("ana");
  for (const auto second : {1s, 30s}) {
    clock.run_until(kNoon + second);
    request.slot = minute_slot(clock.now());
    run();
  }
  EXPECT_THAT(database.snapshots, SizeIs(1));
}

TEST_F(Rules, S3_ARunHasARowInTheLedger) {
  link("ana");
  const auto report = run();
  ASSERT_THAT(database.runs, SizeIs(1));
  EXPECT_EQ(database.runs[0].run_id, report.run.run_id);
  EXPECT_EQ(database.runs[0].slot, request.slot);
  EXPECT_EQ(database.runs[0].counts.users_complete, 1);
}

TEST_F(Rules, S3_ARunOverAllUsersSettlesItsSlot) {
  link("ana");
  run();
  EXPECT_TRUE(is_settled());
}

std::vector<store::SlotEntry> settled(const cli::Terminal& terminal) {
  return store::open_sqlite_store(terminal.folder.path() / "saldo.db").value()->settled_slots(9).value();
}

TEST_F(Rules, S3_ANominalSlotIsSettledAndAMinuteIsNot) {
  cli::Terminal terminal;
  EXPECT_EQ(terminal.run({"snapshot"}), cli::ExitCode::done) << terminal.err();
  EXPECT_THAT(settled(terminal), IsEmpty());
  EXPECT_EQ(terminal.run({"snapshot", "--slot", "current"}), cli::ExitCode::done) << terminal.err();
  EXPECT_THAT(settled(terminal), SizeIs(1));
}

TEST_F(Rules, S3_ARunOverSomeUsersSettlesNothing) {
  cli::Terminal terminal;
  EXPECT_EQ(terminal.run({"snapshot", "--slot", "current", "--user", "ana"}), cli::ExitCode::usage);
  EXPECT_THAT(settled(terminal), IsEmpty());
}

TEST_F(Rules, S3_ARunOverSomeUsersStoresThem) {
  link("ana");
  link("bia");
  request.user_ids = {"ana"};
  run();
  EXPECT_TRUE(is_stored("ana"));
  EXPECT_FALSE(is_stored("bia"));
}

TEST_F(Rules, S3_ALookAtOneExchangeStoresNothing) {
  cli::Terminal terminal;
  EXPECT_EQ(terminal.run({"snapshot", "--slot", "current", "--exchange", "binance"}), cli::ExitCode::done);
  EXPECT_THAT(settled(terminal), IsEmpty());
  const auto database_file = store::open_sqlite_store(terminal.folder.path() / "saldo.db").value();
  EXPECT_THAT(database_file->latest_runs(9).value(), IsEmpty());
}

TEST_F(Rules, S4_ARerunSkipsWhoIsComplete) {
  link("ana");
  run();
  EXPECT_EQ(run().run.counts.users_already_stored, 1);
  EXPECT_EQ(account_requests("ana"), 1U);
}

TEST_F(Rules, S4_ARerunReadsTheOthersAgainWholeAndReplacesByHigherQuality) {
  link("ana");
  link("ana", "binance", "2");
  accounts.emplace("ana 2", invalid_key());
  run();
  EXPECT_EQ(stored().quality, 1);
  accounts.clear();
  run();
  EXPECT_EQ(account_requests("ana"), 2U);
  EXPECT_EQ(stored().quality, 2);
  EXPECT_EQ(stored().status, SnapshotStatus::complete);
}

TEST_F(Rules, S4_ARerunReplacesNothingByAnEqualOrWorseOne) {
  link("ana");
  link("ana", "binance", "2");
  accounts.emplace("ana 2", invalid_key());
  const auto first = run().run.run_id;
  run();
  accounts.emplace("ana", invalid_key());
  run();
  EXPECT_EQ(stored().run_id, first);
}

TEST_F(Rules, S4_ASnapshotSaysItsSlotAndWhenItWasRead) {
  link("ana");
  clock.run_until(kNoon + 4h - 1min);
  run();
  EXPECT_EQ(stored().slot.at, kNoon);
  EXPECT_EQ(stored().taken_at, kNoon + 4h - 1min);
}

}  // namespace
}  // namespace saldo
