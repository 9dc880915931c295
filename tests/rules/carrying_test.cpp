#include "rules/rules.h"

namespace saldo {
namespace {

using namespace std::chrono_literals;
using test::kNoon;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(Rules, C1_AFailedWalletKeepsItsLastAmountsAtTodaysPrices) {
  link("ana");
  run();
  any_account = invalid_key();
  price("150");
  run_after(4h);
  EXPECT_EQ(wallet().status, WalletStatus::carried);
  EXPECT_EQ(wallet().as_of, kNoon);
  EXPECT_EQ(token().balance.free.text(), "1");
  EXPECT_EQ(stored().total_usd.text(), "150.00");
  EXPECT_EQ(stored().status, SnapshotStatus::partial);
  EXPECT_EQ(stored().quality, 0);
}

TEST_F(Rules, C1_CarryingGoesOnFromSlotToSlotWithTheTimeOfTheFirst) {
  link("ana");
  run();
  any_account = invalid_key();
  for (int slot = 0; slot < 3; ++slot) run_after(4h);
  EXPECT_EQ(wallet().status, WalletStatus::carried);
  EXPECT_EQ(wallet().as_of, kNoon);
}

TEST_F(Rules, C1_ARerunCarriesFromAnEarlierRunOfTheSameSlot) {
  link("ana");
  link("ana", "binance", "2");
  accounts.emplace("ana 2", invalid_key());
  run();
  accounts.clear();
  accounts.emplace("ana", invalid_key());
  Snapshot second;
  observer.snapshot = [&](const Snapshot& each) { second = each; };
  run();
  ASSERT_EQ(second.accounts.size(), 2U);
  EXPECT_EQ(second.accounts[0].wallets.at(0).status, WalletStatus::carried);
  EXPECT_EQ(second.accounts[1].wallets.at(0).status, WalletStatus::ok);
  EXPECT_EQ(second.total_usd.text(), "200.00");
}

TEST_F(Rules, C1_AWalletThatWasNeverReadHasNothingToCarry) {
  link("ana");
  link("ana", "binance", "2");
  accounts.emplace("ana 2", invalid_key());
  run();
  run_after(4h);
  EXPECT_EQ(wallet(1).status, WalletStatus::failed);
  EXPECT_EQ(stored().total_usd.text(), "100.00");
}

/// Twenty requests in a row without an answer, and an exchange is not asked for a while; else each of the thousand
/// would wait for its three time-outs of 30 s.
TEST_F(Rules, C1_AnExchangeThatIsDownCostsARunMinutesForAThousandUsers) {
  link_users(1000);
  run();
  clock.run_until(kNoon + 4h);
  const auto asked_before = account_requests();
  any_account = test::not_served(ErrorKind::timeout, 30s);
  const auto report = run_after(4h);
  EXPECT_EQ(report.run.counts.users_partial, 1000);
  EXPECT_EQ(report.run.counts.accounts_stale, 1000);
  EXPECT_LT(clock.now() - request.slot.at, 2min);
  EXPECT_LE(account_requests() - asked_before, 512U) << "those that were under way at the same time, twice";
}

TEST_F(Rules, C2_AfterSevenDaysTheWalletLeavesTheTotalWithAnEvent) {
  link("ana");
  link("ana", "binance", "2");
  run();
  accounts.emplace("ana 2", down());
  run_after(24h * 7);
  EXPECT_EQ(stored().total_usd.text(), "200.00") << "seven days old";
  EXPECT_THAT(events(), IsEmpty());
  run_after(4h);
  EXPECT_EQ(stored().total_usd.text(), "100.00");
  EXPECT_EQ(wallet(1).status, WalletStatus::failed);
  EXPECT_THAT(events(), ElementsAre(EventKind::carrying_ended));
  run_after(4h);
  EXPECT_THAT(events(), IsEmpty()) << "said once";
}

TEST_F(Rules, C2_WithNothingElseKnownTheUserHasNoSnapshotThen) {
  link("ana");
  run();
  any_account = down();
  run_after(24h * 7 + 4h);
  EXPECT_FALSE(is_stored());
}

TEST_F(Rules, C2_AKeyThatWasOnlyRenewedCarries) {
  link("ana");
  run();
  link("ana");
  any_account = down();
  run_after(4h);
  EXPECT_EQ(wallet().status, WalletStatus::carried);
}

TEST_F(Rules, C2_AnotherKeyCarriesNothing) {
  link("ana");
  run();
  database.snapshots.begin()->second.accounts[0].key_fingerprint = "of another key";
  any_account = down();
  run_after(4h);
  EXPECT_FALSE(is_stored());
}

/// Answers `first` to the account of ana until all three attempts of the first try were made.
void fail_the_first_try(Rules& world, test::Served first) {
  world.transport.serve_by([&world, first, left = 3](const http::Request& sent) mutable {
    const bool is_meant = sent.path == "/api/v3/account" && sent.secret_headers.at(0).value.reveal() == "ana";
    return is_meant && left-- > 0 ? first : world.serve(sent);
  });
}

TEST_F(Rules, C3_APassingFailureIsTriedOnceMoreAndTheReportIsOfTheBetterTry) {
  link("ana");
  link("bia");
  fail_the_first_try(*this, down());
  const auto report = run();
  EXPECT_EQ(account_requests("ana"), 4U);
  EXPECT_EQ(account_requests("bia"), 1U);
  EXPECT_EQ(report.run.counts.users_complete, 2);
  EXPECT_EQ(report.run.counts.users_failed, 0);
  EXPECT_EQ(report.run.counts.accounts_ok, 2);
  EXPECT_EQ(report.run.counts.accounts_failed, 0);
  EXPECT_EQ(report.total_usd.text(), "200.00");
  EXPECT_TRUE(report.errors.empty());
  EXPECT_FALSE(report.is_unfinished());
  EXPECT_THAT(database.failures, IsEmpty());
  EXPECT_TRUE(is_stored("ana"));
}

TEST_F(Rules, C3_ABetterTryTakesThePlaceOfOneThatCarried) {
  link("ana");
  run();
  clock.run_until(kNoon + 4h);
  fail_the_first_try(*this, down());
  const auto report = run_after(4h);
  EXPECT_EQ(stored().status, SnapshotStatus::complete);
  EXPECT_EQ(wallet().status, WalletStatus::ok);
  EXPECT_EQ(report.run.counts.users_partial, 0);
  EXPECT_EQ(report.run.counts.accounts_stale, 0);
}

TEST_F(Rules, C3_ALastingFailureIsNotTriedAgain) {
  link("ana");
  any_account = invalid_key();
  run();
  EXPECT_EQ(account_requests("ana"), 1U);
}

TEST_F(Rules, C3_ASecondTryThatIsNoBetterChangesNothing) {
  link("ana");
  any_account = down();
  const auto report = run();
  EXPECT_EQ(account_requests("ana"), 6U);
  EXPECT_EQ(report.run.counts.users_failed, 1);
  EXPECT_EQ(report.errors.at({"binance", ErrorKind::maintenance}).accounts, 1);
}

}  // namespace
}  // namespace saldo
