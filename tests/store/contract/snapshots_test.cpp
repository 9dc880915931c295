#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "store/contract/contract.h"
#include "store/contract/describe.h"
#include "store/contract/generators.h"

namespace saldo::store::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<std::string> kGeneratedUsers{"65f0aa", "maria@example.com", "usuário 7", "42"};

TEST_P(StoreContract, GivesBackASnapshotExactlyAsItWasSaved) {
  link(kGeneratedUsers);
  EXPECT_TRUE(rc::check("a saved snapshot reads back the same", [&] {
    const auto snapshot = *any_snapshot();
    RC_PRE(!must(store_->snapshot(snapshot.user_id, snapshot.slot)));
    RC_ASSERT(save(snapshot) == SaveOutcome::inserted);
    RC_ASSERT(describe(must(store_->snapshot(snapshot.user_id, snapshot.slot))) == describe(snapshot));
  }));
}

TEST_P(StoreContract, KeepsASnapshotForWhoOpensTheDatabaseLater) {
  link({"ana"});
  const auto snapshot = simple_snapshot("ana", slot_at(0));
  save(snapshot);
  store_ = reopen();
  EXPECT_EQ(describe(must(store_->snapshot("ana", slot_at(0)))), describe(snapshot));
}

TEST_P(StoreContract, HasNoSnapshotOfAnotherUserOrSlot) {
  link({"ana", "bia"});
  save(simple_snapshot("ana", slot_at(0)));
  EXPECT_EQ(must(store_->snapshot("bia", slot_at(0))), std::nullopt);
  EXPECT_EQ(must(store_->snapshot("ana", slot_at(1))), std::nullopt);
}

TEST_P(StoreContract, StoresASlotOfAUserOnce) {
  link({"ana"});
  const auto first = simple_snapshot("ana", slot_at(0), 3);
  EXPECT_EQ(save(first), SaveOutcome::inserted);
  EXPECT_EQ(save(first), SaveOutcome::kept);
  EXPECT_EQ(must(store_->history({})).size(), 1U);
}

TEST_P(StoreContract, ReplacesASnapshotOnlyByABetterOne) {
  link({"ana"});
  auto good = simple_snapshot("ana", slot_at(0), 3);
  auto same = simple_snapshot("ana", slot_at(0), 3);
  same.run_id = "other";
  auto worse = simple_snapshot("ana", slot_at(0), 2);
  save(good);
  EXPECT_EQ(save(same), SaveOutcome::kept);
  EXPECT_EQ(save(worse), SaveOutcome::kept);
  EXPECT_EQ(describe(must(store_->snapshot("ana", slot_at(0)))), describe(good));
}

TEST_P(StoreContract, ImprovesTheWholeOfASnapshot) {
  link(kGeneratedUsers);
  EXPECT_TRUE(rc::check("nothing of the worse one is left", [&] {
    auto worse = *any_snapshot();
    auto better = *any_snapshot();
    RC_PRE(!must(store_->snapshot(worse.user_id, worse.slot)));
    better.user_id = worse.user_id;
    better.slot = worse.slot;
    better.quality = worse.quality + 1;
    RC_ASSERT(save(worse) == SaveOutcome::inserted);
    RC_ASSERT(save(better) == SaveOutcome::improved);
    RC_ASSERT(describe(must(store_->snapshot(worse.user_id, worse.slot))) == describe(better));
  }));
}

TEST_P(StoreContract, TellsWhatItDidWithEachSnapshotOfABatch) {
  link({"ana", "bia", "caio"});
  save(simple_snapshot("ana", slot_at(0), 5));
  save(simple_snapshot("bia", slot_at(0), 1));
  const std::vector batch{simple_snapshot("zeca", slot_at(0)), simple_snapshot("caio", slot_at(0)),
                          simple_snapshot("bia", slot_at(0), 2), simple_snapshot("ana", slot_at(0), 4),
                          simple_snapshot("caio", slot_at(0))};
  EXPECT_THAT(must(store_->save(batch)), ElementsAre(SaveOutcome::dropped, SaveOutcome::inserted, SaveOutcome::improved,
                                                     SaveOutcome::kept, SaveOutcome::kept));
}

TEST_P(StoreContract, SavesAnEmptyBatch) { EXPECT_THAT(must(store_->save({})), IsEmpty()); }

TEST_P(StoreContract, WritesNothingOfAUserWhoIsGone) {
  link({"ana"});
  must(store_->unlink_account(binance_of("ana")));
  EXPECT_EQ(save(simple_snapshot("ana", slot_at(0))), SaveOutcome::dropped);
  EXPECT_EQ(must(store_->snapshot("ana", slot_at(0))), std::nullopt);
}

TEST_P(StoreContract, StillWritesOfAUserWhoseAccountWasSwitchedOff) {
  link({"ana"});
  database_->switch_off(binance_of("ana"));
  EXPECT_EQ(save(simple_snapshot("ana", slot_at(0))), SaveOutcome::inserted);
}

TEST_P(StoreContract, KeepsTheHistoryOfAUserWhoIsGone) {
  link({"ana"});
  save(simple_snapshot("ana", slot_at(0)));
  must(store_->unlink_account(binance_of("ana")));
  EXPECT_EQ(must(store_->history({})).size(), 1U);
}

TEST_P(StoreContract, FindsTheNewestSnapshotBeforeASlot) {
  link({"ana", "bia"});
  for (const int minutes : {0, 240, 480}) save(simple_snapshot("ana", slot_at(minutes)));
  save(simple_snapshot("bia", slot_at(300)));
  const auto found = must(store_->latest_snapshot("ana", slot_at(480)));
  EXPECT_EQ(describe(found), describe(simple_snapshot("ana", slot_at(240))));
  EXPECT_EQ(must(store_->latest_snapshot("ana", slot_at(481)))->slot, slot_at(480));
  EXPECT_EQ(must(store_->latest_snapshot("ana", slot_at(0))), std::nullopt);
  EXPECT_EQ(must(store_->latest_snapshot("caio", slot_at(480))), std::nullopt);
}

}  // namespace
}  // namespace saldo::store::contract
