#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/contract/contract.h"
#include "store/contract/describe.h"

namespace saldo::store::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> names_of(const std::vector<HistoryEntry>& entries) {
  std::vector<std::string> names;
  for (const auto& entry : entries) names.push_back(entry.user_id + " " + iso_text(entry.slot.at).substr(11, 5));
  return names;
}

Failure timeout_of(std::string exchange, std::string label, std::string wallet) {
  return {.exchange = std::move(exchange),
          .label = std::move(label),
          .wallet = std::move(wallet),
          .error = {.kind = ErrorKind::timeout, .message = "no reply in 30 s", .until = {}}};
}

Snapshot partial_snapshot(const std::vector<Failure>& failed) {
  auto snapshot = simple_snapshot("ana", slot_at(0));
  snapshot.status = SnapshotStatus::partial;
  for (const auto& failure : failed)
    snapshot.accounts.push_back({.exchange = failure.exchange,
                                 .label = failure.label,
                                 .exchange_name = "",
                                 .exchange_ref = "",
                                 .total_usd = {},
                                 .total_brl = {},
                                 .wallets = {{.wallet = failure.wallet,
                                              .status = WalletStatus::failed,
                                              .as_of = {},
                                              .error = failure.error,
                                              .tokens = {},
                                              .odd_rows = {}}}});
  return snapshot;
}

TEST_P(StoreContract, ListsHistoryNewestFirst) {
  link({"ana", "bia"});
  for (const auto* user : {"bia", "ana"})
    for (const int minutes : {60, 0, 120}) save(simple_snapshot(user, slot_at(minutes)));
  EXPECT_THAT(names_of(must(store_->history({}))),
              ElementsAre("ana 02:00", "bia 02:00", "ana 01:00", "bia 01:00", "ana 00:00", "bia 00:00"));
}

TEST_P(StoreContract, ListsTheNewestLinesUpToALimit) {
  link({"ana", "bia"});
  for (const auto* user : {"ana", "bia"})
    for (const int minutes : {0, 60, 120}) save(simple_snapshot(user, slot_at(minutes)));
  EXPECT_THAT(names_of(must(store_->history({.limit = 3}))), ElementsAre("ana 02:00", "bia 02:00", "ana 01:00"));
  EXPECT_THAT(names_of(must(store_->history({.user_ids = {"bia", "ana"}, .limit = 3}))),
              ElementsAre("ana 02:00", "bia 02:00", "ana 01:00"));
}

TEST_P(StoreContract, ListsTheHistoryOfSomeUsers) {
  link({"ana", "bia", "caio"});
  for (const auto* user : {"ana", "bia", "caio"}) save(simple_snapshot(user, slot_at(0)));
  EXPECT_THAT(names_of(must(store_->history({.user_ids = {"caio", "ana", "caio", "nobody"}}))),
              ElementsAre("ana 00:00", "caio 00:00"));
  EXPECT_THAT(must(store_->history({.user_ids = {"nobody"}})), IsEmpty());
}

TEST_P(StoreContract, ListsHistoryFromAnInstantToBeforeAnother) {
  link({"ana"});
  for (const int minutes : {0, 60, 120, 180}) save(simple_snapshot("ana", slot_at(minutes)));
  EXPECT_THAT(names_of(must(store_->history({.from = slot_at(60).at, .to = slot_at(180).at}))),
              ElementsAre("ana 02:00", "ana 01:00"));
  EXPECT_THAT(names_of(must(store_->history({.user_ids = {"ana"}, .from = slot_at(120).at}))),
              ElementsAre("ana 03:00", "ana 02:00"));
  EXPECT_THAT(names_of(must(store_->history({.user_ids = {"ana"}, .to = slot_at(60).at}))), ElementsAre("ana 00:00"));
}

TEST_P(StoreContract, HistoryHoldsTheTotalsAndTheRate) {
  link({"ana"});
  auto snapshot = simple_snapshot("ana", slot_at(0), 7);
  snapshot.total_usd = decimal("-0.10");
  snapshot.usd_brl.stale = true;
  save(snapshot);
  const HistoryEntry expected{.user_id = "ana",
                              .slot = slot_at(0),
                              .taken_at = snapshot.taken_at,
                              .quality = 7,
                              .total_usd = decimal("-0.10"),
                              .total_brl = snapshot.total_brl,
                              .usd_brl = snapshot.usd_brl,
                              .why = ""};
  EXPECT_EQ(describe(must(store_->history({}))), describe(std::vector{expected}));
}

TEST_P(StoreContract, HistorySaysWhatMakesASnapshotPartial) {
  link({"ana"});
  save(partial_snapshot({timeout_of("kraken", "", "spot"), timeout_of("bybit", "2", "earn")}));
  EXPECT_EQ(must(store_->history({})).at(0).why, "kraken spot: timeout, bybit 2 earn: timeout");
}

TEST_P(StoreContract, HistoryNamesOnlyTheFirstWalletsThatFailed) {
  link({"ana"});
  save(partial_snapshot({timeout_of("a", "", "spot"), timeout_of("b", "", "spot"), timeout_of("c", "", "spot"),
                         timeout_of("d", "", "spot"), timeout_of("e", "", "spot")}));
  EXPECT_EQ(must(store_->history({})).at(0).why, "a spot: timeout, b spot: timeout, c spot: timeout and 2 more");
}

}  // namespace
}  // namespace saldo::store::contract
