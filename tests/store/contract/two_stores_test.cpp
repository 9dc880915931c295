#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "store/contract/contract.h"
#include "store/contract/describe.h"

namespace saldo::store::contract {
namespace {

std::vector<std::string> users_of(int count) {
  std::vector<std::string> users;
  for (int i = 0; i < count; ++i) users.push_back("user" + std::to_string(100 + i));
  return users;
}

TEST_P(StoreContract, TwoStoresSeeWhatTheOtherSaved) {
  const auto other = reopen();
  link({"ana"});
  const auto snapshot = simple_snapshot("ana", slot_at(0));
  EXPECT_EQ(must(other->save({&snapshot, 1})).at(0), SaveOutcome::inserted);
  EXPECT_EQ(save(snapshot), SaveOutcome::kept);
  EXPECT_EQ(describe(must(store_->snapshot("ana", slot_at(0)))), describe(snapshot));
}

// Two daemons by mistake, or a run by hand beside the daemon: each saves the same users in batches that overlap.
TEST_P(StoreContract, InterleavedSavesDoubleNothingAndKeepTheBest) {
  const auto users = users_of(6);
  link(users);
  const auto other = reopen();
  int round = 0;
  EXPECT_TRUE(rc::check("one snapshot a user, the best that was saved", [&] {
    const auto slot = slot_at(round++);
    std::map<std::string, int> best;
    const auto batches = *rc::gen::inRange(1, 8);
    for (int i = 0; i < batches; ++i) {
      std::vector<Snapshot> batch;
      for (const auto& user : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(users))) {
        batch.push_back(simple_snapshot(user, slot, *rc::gen::inRange(0, 5)));
        best[user] = std::max(best[user], batch.back().quality);
      }
      must((i % 2 == 0 ? store_ : other)->save(batch));
    }
    const auto entries = must(store_->history({.from = slot.at, .to = slot.at + Milliseconds{1}}));
    RC_ASSERT(entries.size() == best.size());
    for (const auto& entry : entries) RC_ASSERT(entry.quality == best.at(entry.user_id));
  }));
}

}  // namespace
}  // namespace saldo::store::contract
