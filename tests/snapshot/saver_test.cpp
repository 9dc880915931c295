#include "snapshot/saver.h"

#include <algorithm>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "snapshot/world.h"

namespace saldo::snapshot {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

struct SaverTest : testing::Test, World {
  Saver saver{store, clock, kSlot};
  std::vector<std::size_t> batches;

  SaverTest() {
    link_users(1000);
    database.saving = [this](std::span<const Snapshot> batch) { batches.push_back(batch.size()); };
  }

  static Snapshot snapshot_of(int number) {
    Snapshot snapshot;
    snapshot.user_id = user_name(number);
    snapshot.slot = kSlot;
    return snapshot;
  }
  void add(int first, int last) {
    for (int i = first; i < last; ++i) clock.run_task(saver.add(snapshot_of(i)));
  }
  void flush() { clock.run_task(saver.flush()); }
  void fail_on(std::string_view call, ErrorKind kind) {
    database.fault = [call, kind](std::string_view each) -> std::optional<Error> {
      if (each != call) return {};
      return Error{.kind = kind, .message = "the store says no", .until = {}};
    };
  }
};

TEST_F(SaverTest, SavesNothingUntilABatchIsFull) {
  add(0, 255);
  EXPECT_TRUE(batches.empty());
  add(255, 256);
  EXPECT_THAT(batches, ElementsAre(256U));
  EXPECT_EQ(database.snapshots.size(), 256U);
}

TEST_F(SaverTest, SavesABatchThatIsOld) {
  add(0, 3);
  clock.run_for(199ms);
  add(3, 4);
  EXPECT_TRUE(batches.empty());
  clock.run_for(1ms);
  add(4, 5);
  EXPECT_THAT(batches, ElementsAre(5U));
}

TEST_F(SaverTest, TheAgeOfABatchIsThatOfItsFirst) {
  add(0, 1);
  clock.run_for(250ms);
  add(1, 2);
  add(2, 3);
  EXPECT_THAT(batches, ElementsAre(2U));
}

TEST_F(SaverTest, FlushSavesWhatIsLeft) {
  add(0, 3);
  flush();
  EXPECT_EQ(database.snapshots.size(), 3U);
  flush();
  EXPECT_THAT(batches, ElementsAre(3U)) << "nothing is left, so nothing is saved";
}

TEST_F(SaverTest, SavesInTheOrderOfTheirComing) {
  std::vector<std::string> users;
  database.saving = [&](std::span<const Snapshot> batch) {
    for (const auto& each : batch) users.push_back(each.user_id);
  };
  for (const int number : {5, 1, 3}) clock.run_task(saver.add(snapshot_of(number)));
  flush();
  EXPECT_THAT(users, ElementsAre("user-0005", "user-0001", "user-0003"));
}

TEST_F(SaverTest, ManyAtOnceLoseAndDoubleNothing) {
  for (int i = 0; i < 1000; ++i) clock.spawn(saver.add(snapshot_of(i)));
  clock.run();
  flush();
  EXPECT_EQ(database.snapshots.size(), 1000U);
  EXPECT_EQ(std::accumulate(batches.begin(), batches.end(), std::size_t{0}), 1000U);
}

TEST_F(SaverTest, CountsWhatTheStoreDidWithEach) {
  add(0, 3);
  flush();
  add(0, 1);
  auto better = snapshot_of(1);
  better.quality = 1;
  clock.run_task(saver.add(better));
  database.accounts.erase({.user_id = user_name(9), .exchange = "binance", .label = ""});
  add(9, 10);
  flush();
  EXPECT_EQ(saver.counts().inserted, 3);
  EXPECT_EQ(saver.counts().kept, 1);
  EXPECT_EQ(saver.counts().improved, 1);
  EXPECT_EQ(saver.counts().dropped, 1);
}

TEST_F(SaverTest, AFailureSticksAndNothingMoreIsSaved) {
  fail_on("save", ErrorKind::store_full);
  add(0, 256);
  ASSERT_TRUE(saver.failure());
  EXPECT_EQ(saver.failure()->kind, ErrorKind::store_full);
  database.fault = {};
  add(256, 600);
  flush();
  EXPECT_TRUE(database.snapshots.empty());
  EXPECT_EQ(saver.failure()->kind, ErrorKind::store_full);
}

TEST_F(SaverTest, FailuresOfUsersGoToTheLedger) {
  clock.run_task(saver.add(UserFailure{.user_id = "user-0007", .kinds = {ErrorKind::timeout}}));
  add(0, 1);
  flush();
  EXPECT_EQ(database.failures.at({kSlot, "user-0007"}).kinds, std::vector{ErrorKind::timeout});
  EXPECT_EQ(database.snapshots.size(), 1U);
}

TEST_F(SaverTest, FailuresOfUsersComeInBatchesToo) {
  for (int i = 0; i < 256; ++i)
    clock.run_task(saver.add(UserFailure{.user_id = user_name(i), .kinds = {ErrorKind::timeout}}));
  EXPECT_EQ(database.failures.size(), 256U);
  EXPECT_EQ(std::ranges::count(database.calls, "save_user_failures"), 1);
}

TEST_F(SaverTest, AStoreThatTakesNoFailuresHasFailed) {
  fail_on("save_user_failures", ErrorKind::store_unavailable);
  clock.run_task(saver.add(UserFailure{.user_id = "user-0007", .kinds = {ErrorKind::timeout}}));
  flush();
  ASSERT_TRUE(saver.failure());
  EXPECT_EQ(saver.failure()->kind, ErrorKind::store_unavailable);
}

}  // namespace
}  // namespace saldo::snapshot
