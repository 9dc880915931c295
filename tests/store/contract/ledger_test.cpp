#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/contract/contract.h"
#include "store/contract/describe.h"

namespace saldo::store::contract {
namespace {

using testing::IsEmpty;

Run run_at(int minutes, std::string run_id) {
  return {.run_id = std::move(run_id),
          .slot = slot_at(minutes),
          .trigger = Trigger::catch_up,
          .host = "laptop",
          .started_at = slot_at(minutes).at + Milliseconds{3},
          .finished_at = {},
          .ending = RunEnding::running,
          .counts = {}};
}

SlotEntry skipped(int from, int to, std::string reason) {
  return {.slot = slot_at(from), .last = slot_at(to), .done = false, .reason = std::move(reason), .run_id = ""};
}

SlotEntry done(int minutes) {
  return {.slot = slot_at(minutes), .last = slot_at(minutes), .done = true, .reason = "", .run_id = "run"};
}

TEST_P(StoreContract, KeepsARunFromItsStartToItsEnd) {
  auto run = run_at(0, "r1");
  must(store_->save_run(run));
  EXPECT_EQ(describe(must(store_->latest_runs(5))), describe(std::vector{run}));
  run.finished_at = slot_at(2).at;
  run.ending = RunEnding::stopped;
  run.counts = {.users_total = 1,
                .users_complete = 2,
                .users_partial = 3,
                .users_failed = 4,
                .users_already_stored = 5,
                .users_without_links = 6,
                .accounts_total = 7,
                .accounts_ok = 8,
                .accounts_failed = 9,
                .accounts_stale = 5'000'000'000};
  must(store_->save_run(run));
  EXPECT_EQ(describe(must(store_->latest_runs(5))), describe(std::vector{run}));
}

TEST_P(StoreContract, ListsTheLatestRunsFirst) {
  const auto first = run_at(0, "z");
  const auto second = run_at(240, "a");
  const auto third = run_at(480, "m");
  for (const auto& run : {second, third, first}) must(store_->save_run(run));
  EXPECT_EQ(describe(must(store_->latest_runs(2))), describe(std::vector{third, second}));
}

TEST_P(StoreContract, KeepsHowSlotsEndedNewestFirst) {
  const auto range = skipped(60, 600, "the machine was off");
  must(store_->settle_slot(done(0)));
  must(store_->settle_slot(range));
  must(store_->settle_slot(done(660)));
  EXPECT_EQ(describe(must(store_->settled_slots(9))), describe(std::vector{done(660), range, done(0)}));
  EXPECT_EQ(describe(must(store_->settled_slots(1))), describe(std::vector{done(660)}));
}

TEST_P(StoreContract, ASkippedRangeMayGrow) {
  must(store_->settle_slot(skipped(60, 120, "off")));
  must(store_->settle_slot(skipped(60, 180, "still off")));
  EXPECT_EQ(describe(must(store_->settled_slots(9))), describe(std::vector{skipped(60, 180, "still off")}));
}

TEST_P(StoreContract, ASlotThatIsDoneStaysDone) {
  must(store_->settle_slot(done(0)));
  must(store_->settle_slot(skipped(0, 0, "too late")));
  EXPECT_EQ(describe(must(store_->settled_slots(9))), describe(std::vector{done(0)}));
}

TEST_P(StoreContract, ASkippedSlotThatWasRunAfterAllIsDone) {
  must(store_->settle_slot(skipped(0, 0, "no rate")));
  must(store_->settle_slot(done(0)));
  EXPECT_EQ(describe(must(store_->settled_slots(9))), describe(std::vector{done(0)}));
}

TEST_P(StoreContract, KeepsOfWhomNothingWasKnown) {
  const std::vector<UserFailure> failures{{.user_id = "bia", .kinds = {ErrorKind::timeout, ErrorKind::banned}},
                                          {.user_id = "ana", .kinds = {ErrorKind::invalid_key}}};
  must(store_->save_user_failures(slot_at(0), failures));
  EXPECT_EQ(describe(must(store_->user_failures(slot_at(0)))), describe(std::vector{failures[1], failures[0]}));
  EXPECT_THAT(must(store_->user_failures(slot_at(1))), IsEmpty());
}

TEST_P(StoreContract, AddsToTheFailuresOfASlot) {
  const UserFailure first{.user_id = "ana", .kinds = {ErrorKind::timeout}};
  const UserFailure again{.user_id = "ana", .kinds = {ErrorKind::network}};
  const UserFailure other{.user_id = "bia", .kinds = {ErrorKind::timeout}};
  for (const auto& failure : {first, other, again}) must(store_->save_user_failures(slot_at(0), {&failure, 1}));
  EXPECT_EQ(describe(must(store_->user_failures(slot_at(0)))), describe(std::vector{again, other}));
}

TEST_P(StoreContract, AUserWhoWasStoredAfterAllHasNotFailed) {
  link({"ana", "bia"});
  const std::vector<UserFailure> failures{{.user_id = "ana", .kinds = {ErrorKind::timeout}},
                                          {.user_id = "bia", .kinds = {ErrorKind::timeout}}};
  must(store_->save_user_failures(slot_at(0), failures));
  save(simple_snapshot("ana", slot_at(0)));
  EXPECT_EQ(describe(must(store_->user_failures(slot_at(0)))), describe(std::vector{failures[1]}));
}

TEST_P(StoreContract, KeepsNotes) {
  EXPECT_EQ(must(store_->note("limits")), std::nullopt);
  must(store_->save_note("limits", "{\"binance\": 1}"));
  must(store_->save_note("limits", "Grüße\n"));
  must(store_->save_note("empty", ""));
  store_ = reopen();
  EXPECT_EQ(must(store_->note("limits")), "Grüße\n");
  EXPECT_EQ(must(store_->note("empty")), "");
}

}  // namespace
}  // namespace saldo::store::contract
