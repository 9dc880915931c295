#include <map>

#include "rules/rules.h"

namespace saldo {
namespace {

using namespace std::chrono_literals;
using test::kNoon;
using testing::IsEmpty;

TEST_F(Rules, U1_AUserWithoutALinkThatIsSwitchedOnIsNotRead) {
  link("ana");
  link("bia");
  database.accounts.at({"ana", "binance", ""}).is_active = false;
  EXPECT_EQ(run().run.counts.users_total, 1);
  EXPECT_FALSE(is_stored("ana"));
}

TEST_F(Rules, U1_AnExchangeThatIsUnknownOrClosedIsAFailedPartOfItsUser) {
  link("ana");
  link("ana", "nosuch");
  link("ana", "novadax");
  run();
  EXPECT_EQ(stored().status, SnapshotStatus::partial);
  EXPECT_EQ(stored().total_usd.text(), "100.00");
  std::map<std::string, ErrorKind> kinds;
  for (const auto& failure : failures(stored())) kinds.emplace(failure.exchange, failure.error.kind);
  const std::map<std::string, ErrorKind> expected{{"nosuch", ErrorKind::unknown_exchange},
                                                  {"novadax", ErrorKind::exchange_closed}};
  EXPECT_EQ(kinds, expected);
}

TEST_F(Rules, U2_ALabelTellsASecondAccountFromTheFirst) {
  link("ana");
  link("ana", "binance", "2");
  run();
  EXPECT_EQ(stored().accounts.size(), 2U);
  EXPECT_EQ(stored().total_usd.text(), "200.00");
}

/// Links ana's account with another key, as a new one at the exchange would be.
void relink_with_another_key(Rules& world) {
  world.link("another");
  auto& accounts = world.database.accounts;
  const auto account = accounts.at({"another", "binance", ""});
  accounts.erase({"another", "binance", ""});
  const store::AccountKey key{.id = {"ana", "binance", ""},
                              .credentials = account.credentials,
                              .fingerprint = account.state.fingerprint,
                              .linked_at = kNoon};
  EXPECT_TRUE(world.memory_store.link_accounts({&key, 1}));
}

TEST_F(Rules, U2_NothingLearnedAboutTheOldKeyIsKept) {
  link("ana");
  database.accounts.begin()->second.state.host = "https://eu.example";
  relink_with_another_key(*this);
  run();
  EXPECT_EQ(transport.sent_to("/api/v3/account").at(0).request.origin, "https://api.binance.com");
}

TEST_F(Rules, U2_NothingIsCarriedToAnotherKey) {
  link("ana");
  run();
  relink_with_another_key(*this);
  any_account = down();
  run_after(4h);
  EXPECT_FALSE(is_stored());
}

TEST_F(Rules, U3_WhatIsLearnedIsKeptBesideTheKeysAndForgottenWithThem) {
  link("ana");
  any_account = invalid_key();
  run();
  const AccountId id{"ana", "binance", ""};
  EXPECT_EQ(database.accounts.at(id).state.failures_in_a_row, 1);
  EXPECT_TRUE(memory_store.unlink_account(id));
  link("ana");
  EXPECT_EQ(database.accounts.at(id).state.failures_in_a_row, 0);
}

/// Three refusals, a slot apart.
void refuse_three_times(Rules& world) {
  world.any_account = Rules::invalid_key();
  world.run();
  world.run_after(4h);
  world.run_after(4h);
  ASSERT_EQ(world.account_requests("ana"), 3U);
}

TEST_F(Rules, U4_AfterThreeRefusalsAnAccountIsTriedOnceADay) {
  link("ana");
  refuse_three_times(*this);
  for (int slot = 0; slot < 5; ++slot) run_after(4h);
  EXPECT_EQ(account_requests("ana"), 3U) << "20 hours later";
  run_after(4h);
  EXPECT_EQ(account_requests("ana"), 4U) << "a day later";
  for (int slot = 0; slot < 5; ++slot) run_after(4h);
  EXPECT_EQ(account_requests("ana"), 4U);
}

TEST_F(Rules, U4_AnAccountInTroubleStaysListedAsSuch) {
  link("ana");
  refuse_three_times(*this);
  run_after(4h);
  const auto entries = memory_store.accounts({}, 9).value();
  EXPECT_EQ(entries.at(0).state.last_failure, ErrorKind::invalid_key);
  EXPECT_EQ(database.failures.at({request.slot, "ana"}).kinds, std::vector{ErrorKind::invalid_key});
}

TEST_F(Rules, U4_AnAccountThatIsLinkedAgainIsTriedAtOnce) {
  link("ana");
  refuse_three_times(*this);
  link("ana");
  run_after(4h);
  EXPECT_EQ(account_requests("ana"), 4U);
}

TEST_F(Rules, U4_ASecondTryInTheSameRunIsNoSecondRefusal) {
  link("ana");
  link("ana", "binance", "2");
  accounts.emplace("ana", invalid_key());
  accounts.emplace("ana 2", down());
  run();
  EXPECT_EQ(account_requests("ana"), 2U);
  EXPECT_EQ(database.accounts.begin()->second.state.failures_in_a_row, 1);
}

TEST_F(Rules, U4_APassingFailureIsNoRefusal) {
  link("ana");
  any_account = down();
  run();
  for (int slot = 0; slot < 3; ++slot) run_after(4h);
  EXPECT_EQ(database.accounts.begin()->second.state.failures_in_a_row, 0);
}

TEST_F(Rules, U5_AUserWhoIsDeletedMeanwhileIsNotWritten) {
  link("ana");
  observer.snapshot = [this](const Snapshot&) { database.accounts.clear(); };
  run();
  EXPECT_THAT(database.snapshots, IsEmpty());
}

}  // namespace
}  // namespace saldo
