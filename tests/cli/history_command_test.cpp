#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/snapshots.h"
#include "cli/terminal.h"
#include "store/sqlite/sqlite_store.h"

namespace saldo::cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

/// Of `saldo history` and `saldo show`: both look at what is kept.
struct HistoryCommandTest : testing::Test, Terminal {
  void keep(const std::vector<Snapshot>& snapshots) {
    auto store = store::open_sqlite_store(folder.path() / "saldo.db").value();
    for (const auto& snapshot : snapshots) {
      const store::AccountKey key{.id = {.user_id = snapshot.user_id, .exchange = "binance", .label = ""},
                                  .credentials = {},
                                  .fingerprint = "f",
                                  .linked_at = test::kNoon};
      ASSERT_TRUE(store->link_accounts({&key, 1}));
    }
    ASSERT_TRUE(store->save(snapshots));
  }
  static Snapshot of(std::string user, Time slot) {
    auto snapshot = a_snapshot();
    snapshot.user_id = std::move(user);
    snapshot.slot = {slot};
    return snapshot;
  }
  std::ptrdiff_t lines() const { return std::ranges::count(out(), '\n'); }
};

TEST_F(HistoryCommandTest, WithoutSnapshotsItSaysWhatToDo) {
  EXPECT_EQ(run({"history"}), ExitCode::done);
  EXPECT_THAT(out(), HasSubstr("saldo snapshot"));
  EXPECT_EQ(run({"history", "--json"}), ExitCode::done);
  EXPECT_EQ(out(), "[]\n");
  EXPECT_EQ(run({"history", "--csv"}), ExitCode::done);
  EXPECT_EQ(lines(), 1);
}

TEST_F(HistoryCommandTest, ListsTheNewestFirstWithTheirStatus) {
  keep({of("ana", test::kNoon - 4h), a_partial_snapshot()});
  EXPECT_EQ(run({"history"}), ExitCode::done);
  EXPECT_EQ(out(),
            "SLOT (UTC)        USER       US$        R$  STATUS\n"
            "2026-11-25 12:00  ana   1,500.00  7,500.00  partial: kraken 2 spot: timeout\n"
            "2026-11-25 08:00  ana   1,500.00  7,500.00  complete\n");
}

TEST_F(HistoryCommandTest, FiltersByUserTimeAndNumber) {
  keep({of("ana", test::kNoon - 4h), of("ana", test::kNoon), of("bia", test::kNoon)});
  run({"history", "--user", "ana"});
  EXPECT_EQ(lines(), 3);
  run({"history", "--user", "ana", "--user", "bia"});
  EXPECT_EQ(lines(), 4);
  run({"history", "--last", "1"});
  EXPECT_EQ(lines(), 2);
  run({"history", "--from", "2026-11-25T12:00Z"});
  EXPECT_EQ(lines(), 3);
  run({"history", "--to", "2026-11-25T12:00Z"});
  EXPECT_EQ(lines(), 2);
}

TEST_F(HistoryCommandTest, PrintsCsvAndJsonThatHoldEveryDigit) {
  keep({a_snapshot()});
  EXPECT_EQ(run({"history", "--csv"}), ExitCode::done);
  EXPECT_EQ(out(),
            "user_id,slot,taken_at,status,quality,total_usd,total_brl,usd_brl,usd_brl_source,usd_brl_stale,why\r\n"
            "ana,2026-11-25T12:00:00Z,2026-11-25T12:00:17Z,complete,1,1500.00,7500.00,5.0000,awesomeapi,false,\r\n");
  EXPECT_EQ(run({"history", "--json"}), ExitCode::done);
  EXPECT_THAT(out(), testing::AllOf(HasSubstr(R"("total_usd":"1500.00")"), HasSubstr(R"("rate":"5.0000")"),
                                    HasSubstr(R"("status":"complete")")));
}

TEST_F(HistoryCommandTest, ATimeThatIsNoneIsUsage) {
  for (const auto* flag : {"--from", "--to"}) {
    EXPECT_EQ(run({"history", flag, "yesterday"}), ExitCode::usage);
    EXPECT_THAT(err(), testing::AllOf(HasSubstr(flag), HasSubstr("yesterday")));
  }
}

TEST_F(HistoryCommandTest, ShowsTheNewestSnapshotInFull) {
  keep({of("ana", test::kNoon - 4h), a_snapshot()});
  EXPECT_EQ(run({"show"}), ExitCode::done);
  EXPECT_THAT(out(), testing::AllOf(HasSubstr("Snapshot of ana at 2026-11-25 12:00 UTC"), HasSubstr("PRICED BY"),
                                    HasSubstr("(complete)")));
  EXPECT_EQ(out().find("08:00"), std::string::npos);
}

TEST_F(HistoryCommandTest, ShowsOneOfACertainSlotAndUser) {
  keep({of("ana", test::kNoon - 4h), of("bia", test::kNoon - 4h), of("ana", test::kNoon)});
  EXPECT_EQ(run({"show", "2026-11-25T08:00Z", "--user", "bia"}), ExitCode::done);
  EXPECT_THAT(out(), testing::AllOf(HasSubstr("Snapshot of bia at 2026-11-25 08:00"), Not(HasSubstr("ana"))));
  EXPECT_EQ(run({"show", "2026-11-25T08:00Z", "--json"}), ExitCode::done);
  EXPECT_THAT(out(), testing::AllOf(HasSubstr(R"("user_id":"ana")"), HasSubstr(R"("user_id":"bia")")));
}

TEST_F(HistoryCommandTest, WhatIsNotThereCannotBeShown) {
  EXPECT_EQ(run({"show"}), ExitCode::usage);
  EXPECT_EQ(out(), "");
  EXPECT_THAT(err(), HasSubstr("no such snapshot"));
  EXPECT_EQ(run({"show", "yesterday"}), ExitCode::usage);
  EXPECT_THAT(err(), HasSubstr("saldo history"));
}

}  // namespace
}  // namespace saldo::cli
