#include "snapshot/engine.h"

#include <algorithm>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "snapshot/world.h"

namespace saldo::snapshot {
namespace {

using namespace std::chrono_literals;
using test::decimal;
using test::kNoon;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct EngineTest : testing::Test, World {
  RunRequest request{.slot = kSlot,
                     .trigger = Trigger::manual,
                     .user_ids = {},
                     .exchange = "",
                     .keep = true,
                     .settles_slot = true,
                     .host = "here"};
  RunObserver observer;

  Result<RunReport> take() { return clock.run_task(take_snapshots(request, surroundings(), observer)); }
  RunReport taken() {
    auto report = take();
    EXPECT_TRUE(report) << report.error().message;
    return report.value_or(RunReport{});
  }

  const Snapshot& stored(const std::string& user) const { return database.snapshots.at({kSlot, user}); }
  bool is_stored(const std::string& user) const { return database.snapshots.contains({kSlot, user}); }
  bool is_settled() const { return database.slots.contains(kSlot) && database.slots.at(kSlot).done; }
  /// No call of the store that writes.
  bool nothing_was_written() const {
    return std::ranges::none_of(database.calls, [](const std::string& call) {
      return call.starts_with("save") || call == "settle_slot" || call == "unlink_account";
    });
  }
  void fail_on(std::string call, ErrorKind kind, std::ptrdiff_t after = 0) {
    database.calls.clear();
    database.fault = [this, call, kind, after](std::string_view each) -> std::optional<Error> {
      if (each != call || std::ranges::count(database.calls, call) <= after) return {};
      return Error{.kind = kind, .message = "the store says no", .until = {}};
    };
  }
  /// Gives that answer to the account of `key` (empty: to all), until everybody has been tried once.
  void answer_after_the_first_pass(test::Served first, const std::string& key = "") {
    transport.serve_by([this, first, key, left = driver_attempts](const http::Request& sent) mutable {
      const bool is_meant =
          sent.path == "/api/v3/account" && (key.empty() || sent.secret_headers.at(0).value.reveal() == key);
      return is_meant && left-- > 0 ? first : serve(sent);
    });
  }
  static constexpr int driver_attempts = 3;
  /// Asks the run to stop when that many snapshots have been made.
  void stop_after(int snapshots) {
    observer.snapshot = [this, snapshots, made = 0](const Snapshot&) mutable {
      if (++made == snapshots) stop.request();
    };
  }
};

// --- A run that goes well ---

TEST_F(EngineTest, StoresASnapshotOfEveryUserInVirtualTime) {
  link_users(1000);
  latency = 40ms;
  const auto report = taken();
  EXPECT_EQ(report.run.counts.users_total, 1000);
  EXPECT_EQ(report.run.counts.users_complete, 1000);
  EXPECT_EQ(report.run.counts.accounts_ok, 1000);
  EXPECT_EQ(report.run.ending, RunEnding::done);
  EXPECT_FALSE(report.ended_by);
  EXPECT_FALSE(report.is_unfinished());
  EXPECT_EQ(report.total_usd, decimal("100000.00"));
  EXPECT_EQ(report.total_brl, decimal("500000.00"));
  EXPECT_EQ(database.snapshots.size(), 1000U);
  EXPECT_EQ(account_requests(), 1000U);
  for (const auto& [key, snapshot] : database.snapshots) {
    EXPECT_EQ(snapshot.status, SnapshotStatus::complete);
    EXPECT_EQ(snapshot.total_usd.text(), "100.00");
    EXPECT_EQ(snapshot.run_id, report.run.run_id);
  }
  // Rate, prices and clock one after the other, then users 256 at a time.
  EXPECT_EQ(clock.now() - kNoon, 40ms * (3 + 4));
  EXPECT_EQ(transport.in_flight_max(), 256);
}

TEST_F(EngineTest, FetchesPricesOnceForAllUsers) {
  link_users(300);
  taken();
  EXPECT_EQ(transport.sent_to("/json/last/USD-BRL").size(), 1U);
  EXPECT_EQ(transport.sent_to("/api/v3/ticker/price").size(), 1U);
  EXPECT_EQ(transport.sent_to("/api/v3/time").size(), 1U);
}

TEST_F(EngineTest, KeepsTheLedgerFromTheStartToTheEnd) {
  link("ana");
  latency = 1s;
  std::vector<RunEnding> endings;
  observer.snapshot = [&](const Snapshot&) { endings.push_back(database.runs.at(0).ending); };
  const auto report = taken();
  EXPECT_THAT(endings, testing::ElementsAre(RunEnding::running));
  ASSERT_EQ(database.runs.size(), 1U);
  const auto& run = database.runs[0];
  EXPECT_EQ(run.run_id, report.run.run_id);
  EXPECT_EQ(run.slot, kSlot);
  EXPECT_EQ(run.host, "here");
  EXPECT_EQ(run.ending, RunEnding::done);
  EXPECT_EQ(run.counts.users_complete, 1);
  EXPECT_EQ(run.started_at, kNoon);
  EXPECT_EQ(run.finished_at, clock.now());
}

TEST_F(EngineTest, TellsItsObserverOfEachSnapshotAndOfItsProgress) {
  link_users(5);
  std::vector<std::string> users;
  std::vector<Progress> progress;
  observer.snapshot = [&](const Snapshot& snapshot) { users.push_back(snapshot.user_id); };
  observer.progress = [&](const Progress& now) { progress.push_back(now); };
  taken();
  EXPECT_EQ(users.size(), 5U);
  ASSERT_EQ(progress.size(), 5U);
  EXPECT_EQ(progress.back().users_done, 5);
  EXPECT_EQ(progress.front().users_total, 5);
}

TEST_F(EngineTest, ReadsOnlyTheUsersThatAreAskedFor) {
  link_users(10);
  request.user_ids = {user_name(3), user_name(7), "nobody"};
  std::int64_t total = 0;
  observer.progress = [&](const Progress& now) { total = now.users_total; };
  EXPECT_EQ(taken().run.counts.users_total, 2);
  EXPECT_EQ(total, 2);
  EXPECT_EQ(database.snapshots.size(), 2U);
}

TEST_F(EngineTest, WithoutUsersThereIsNothingToDoAndThatIsFine) {
  const auto report = taken();
  EXPECT_EQ(report.run.counts.users_total, 0);
  EXPECT_EQ(report.run.ending, RunEnding::done);
  EXPECT_FALSE(report.is_unfinished());
}

// Whoever has linked nothing yet must hear that, and not that a price source is down.
TEST_F(EngineTest, WithoutUsersNoPricesAreAskedFor) {
  rate = down();
  const auto report = taken();
  EXPECT_EQ(report.run.ending, RunEnding::done);
  EXPECT_THAT(transport.sent(), IsEmpty());
}

TEST_F(EngineTest, TwoRunsHaveDifferentNames) {
  link("ana");
  const auto first = taken().run.run_id;
  EXPECT_NE(taken().run.run_id, first);
  EXPECT_EQ(database.runs.size(), 2U);
}

// --- Failures of accounts ---

TEST_F(EngineTest, OfAUserOfWhomNothingIsKnownOnlyTheLedgerTells) {
  link("ana");
  link("bia");
  accounts.emplace("ana", invalid_key());
  const auto report = taken();
  EXPECT_FALSE(is_stored("ana"));
  EXPECT_TRUE(is_stored("bia"));
  EXPECT_EQ(report.run.counts.users_failed, 1);
  EXPECT_EQ(database.failures.at({kSlot, "ana"}).kinds, std::vector{ErrorKind::invalid_key});
  EXPECT_FALSE(report.is_unfinished()) << "nothing that another run would mend";
  EXPECT_EQ(report.errors.at({"binance", ErrorKind::invalid_key}).accounts, 1);
}

TEST_F(EngineTest, APassingFailureIsLeftForAnotherRun) {
  link("ana");
  any_account = down();
  EXPECT_TRUE(taken().is_unfinished());
}

TEST_F(EngineTest, OneBrokenAccountMakesTheSnapshotPartial) {
  link("ana");
  link("ana", "binance", "2");
  link("ana", "nosuch");
  accounts.emplace("ana 2", invalid_key());
  const auto report = taken();
  EXPECT_EQ(report.run.counts.users_partial, 1);
  EXPECT_EQ(report.run.counts.accounts_total, 3);
  EXPECT_EQ(report.run.counts.accounts_ok, 1);
  EXPECT_EQ(stored("ana").status, SnapshotStatus::partial);
  EXPECT_EQ(stored("ana").quality, 1);
  EXPECT_EQ(stored("ana").total_usd.text(), "100.00");
  EXPECT_EQ(failures(stored("ana")).size(), 2U);
}

// --- The same slot again ---

TEST_F(EngineTest, CompleteUsersAreNotAskedAgain) {
  link_users(20);
  taken();
  const auto report = taken();
  EXPECT_EQ(report.run.counts.users_already_stored, 20);
  EXPECT_EQ(report.run.counts.users_complete, 0);
  EXPECT_EQ(account_requests(), 20U);
  EXPECT_EQ(transport.sent_to("/api/v3/ticker/price").size(), 1U);
}

TEST_F(EngineTest, ARunThatWasCutOffGoesOnWhereItWas) {
  link_users(1000);
  latency = 40ms;
  stop_after(300);
  taken();
  std::vector<std::string> stored_first;
  for (const auto& [key, snapshot] : database.snapshots) stored_first.push_back(key.second);
  EXPECT_GE(stored_first.size(), 300U);
  EXPECT_LT(stored_first.size(), 1000U);

  stop = Stop{};
  observer = {};
  const auto report = taken();
  EXPECT_EQ(report.run.counts.users_already_stored, static_cast<std::int64_t>(stored_first.size()));
  EXPECT_EQ(database.snapshots.size(), 1000U);
  for (const auto& user : stored_first) EXPECT_EQ(account_requests(user), 1U) << user;
}

TEST_F(EngineTest, PartialUsersAreReadAgainAsAWhole) {
  link("ana");
  link("ana", "binance", "2");
  accounts.emplace("ana 2", down());
  taken();
  EXPECT_EQ(stored("ana").status, SnapshotStatus::partial);
  accounts.clear();
  const auto before = account_requests("ana");
  const auto report = taken();
  EXPECT_EQ(account_requests("ana"), before + 1);
  EXPECT_EQ(report.run.counts.users_complete, 1);
  EXPECT_EQ(stored("ana").status, SnapshotStatus::complete);
  EXPECT_EQ(stored("ana").total_usd.text(), "200.00");
  EXPECT_EQ(stored("ana").run_id, report.run.run_id);
}

TEST_F(EngineTest, AWorseReadingReplacesNothing) {
  for (const auto* label : {"", "2", "3"}) link("ana", "binance", label);
  accounts.emplace("ana 3", down());
  const auto first = taken().run.run_id;
  accounts.emplace("ana 2", down());
  taken();
  EXPECT_EQ(stored("ana").quality, 2);
  EXPECT_EQ(stored("ana").run_id, first);
}

TEST_F(EngineTest, AResumedRunValuesWithTheSamePrices) {
  link("ana");
  link("bia");
  request.user_ids = {"ana"};
  taken();
  request.user_ids = {};
  tickers = test::served(200, R"([{"symbol":"BTCUSDT","price":"999"},{"symbol":"USDTBRL","price":"5"}])");
  taken();
  EXPECT_EQ(stored("bia").total_usd, stored("ana").total_usd);
}

TEST_F(EngineTest, AnotherSlotIsReadAnew) {
  link("ana");
  taken();
  request.slot = Slot{kNoon + 4h};
  EXPECT_EQ(taken().run.counts.users_complete, 1);
  EXPECT_EQ(database.snapshots.size(), 2U);
}

// --- A second try ---

TEST_F(EngineTest, WhatTheFirstPassFoundIsSavedBeforeThePause) {
  link("ana");
  link("bia");
  accounts.emplace("bia", test::served(418, "{}"));
  std::vector<Time> saved_at;
  database.saving = [&](std::span<const Snapshot>) { saved_at.push_back(clock.now()); };
  taken();
  ASSERT_EQ(saved_at.size(), 1U);
  EXPECT_EQ(saved_at[0], kNoon);
  EXPECT_EQ(clock.now() - kNoon, 3000ms) << "there was a pause";
}

// What a snapshot tells its reader once must not go when a better one of the same slot replaces it.
TEST_F(EngineTest, ASecondTryKeepsTheEventsOfTheFirst) {
  link("ana");
  link("ana", "binance", "2");
  link("ana", "binance", "3");
  latency = 1s;
  request.slot = Slot{kNoon - 400h};
  taken();
  for (auto& [key, snapshot] : database.snapshots)
    for (auto& account : snapshot.accounts) account.wallets.at(0).as_of = kNoon - 400h;
  request.slot = kSlot;
  accounts.emplace("ana", invalid_key());
  answer_after_the_first_pass(down(), "ana 2");
  const auto report = taken();
  EXPECT_EQ(report.run.counts.users_partial, 1);
  EXPECT_EQ(stored("ana").quality, 2) << "the second try has replaced the first";
  const SnapshotEvent ended{
      .kind = EventKind::carrying_ended, .exchange = "binance", .label = "", .wallet = "spot", .asset = ""};
  EXPECT_THAT(stored("ana").events, testing::ElementsAre(ended));
}

// --- A stop ---

TEST_F(EngineTest, AStopFinishesWhatIsInFlightAndStartsNothing) {
  link_users(1000);
  latency = 40ms;
  stop_after(10);
  const auto report = taken();
  EXPECT_EQ(report.run.ending, RunEnding::stopped);
  EXPECT_TRUE(report.is_unfinished());
  EXPECT_FALSE(report.ended_by);
  // Ten had ended, and the others of the first 256 had been asked for.
  EXPECT_EQ(account_requests(), 256U + 9U);
  EXPECT_EQ(database.snapshots.size(), 256U + 9U);
  EXPECT_THAT(database.failures, IsEmpty());
  EXPECT_EQ(database.runs.at(0).ending, RunEnding::stopped);
  EXPECT_FALSE(is_settled());
}

TEST_F(EngineTest, AUserWhoseReadingWasStoppedIsLeftUntouched) {
  link("ana");
  driver::Driver limited{transport, clock, random, stop, {.limits = {.share_percent = 50}, .endpoints = {}}};
  link_users(200);
  auto around = surroundings();
  const Surroundings within_limits{.store = around.store,
                                   .driver = limited,
                                   .keyring = around.keyring,
                                   .clock = around.clock,
                                   .random = around.random,
                                   .stop = around.stop,
                                   .log = around.log};
  std::optional<Result<RunReport>> report;
  const auto run = [&]() -> Task<> { report = co_await take_snapshots(request, within_limits, observer); };
  clock.spawn(run());
  clock.run_for(30s);
  EXPECT_FALSE(report) << "half of 6,000 a minute is 150 accounts of weight 20";
  stop.request();
  clock.run();
  ASSERT_TRUE(report && *report);
  EXPECT_EQ((*report)->run.ending, RunEnding::stopped);
  EXPECT_LT(database.snapshots.size(), 200U);
  EXPECT_EQ(database.snapshots.size(), account_requests());
  EXPECT_THAT(database.failures, IsEmpty());
  EXPECT_EQ(clock.now() - kNoon, 30s);
}

TEST_F(EngineTest, AStopBeforeTheFirstUserEndsTheRunAsStopped) {
  link("ana");
  stop.request();
  const auto report = take();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::stopped);
  EXPECT_TRUE(nothing_was_written());
}

// --- A store that fails ---

TEST_F(EngineTest, AStoreThatFailsInTheMiddleEndsTheRunWithItsError) {
  link_users(1000);
  latency = 40ms;
  fail_on("save", ErrorKind::store_full, 1);
  const auto report = taken();
  ASSERT_TRUE(report.ended_by);
  EXPECT_EQ(report.ended_by->kind, ErrorKind::store_full);
  EXPECT_EQ(report.run.ending, RunEnding::failed);
  EXPECT_EQ(database.snapshots.size(), 256U);
  EXPECT_LE(account_requests(), 256U * 3) << "the run must not read on for a store that is full";
  EXPECT_EQ(database.runs.at(0).ending, RunEnding::failed);
  EXPECT_FALSE(is_settled());
}

TEST_F(EngineTest, AStoreThatFailsAtTheLastBatchEndsTheRunWithItsError) {
  link("ana");
  fail_on("save", ErrorKind::store_unavailable);
  const auto report = taken();
  ASSERT_TRUE(report.ended_by);
  EXPECT_EQ(report.ended_by->kind, ErrorKind::store_unavailable);
  EXPECT_FALSE(is_settled());
}

TEST_F(EngineTest, AStreamOfUsersThatBreaksEndsTheRun) {
  link_users(600);
  fail_on("next", ErrorKind::store_unavailable, 2);  // the first is the key check's
  const auto report = taken();
  ASSERT_TRUE(report.ended_by);
  EXPECT_EQ(report.run.ending, RunEnding::failed);
  EXPECT_EQ(database.snapshots.size(), 256U) << "what was read is kept";
  EXPECT_FALSE(is_settled());
}

TEST_F(EngineTest, WithoutALedgerNothingStarts) {
  link("ana");
  for (const auto* call : {"active_users", "count_active_users", "exchanges_in_use", "prices", "save_run"}) {
    fail_on(call, ErrorKind::store_unavailable);
    const auto report = take();
    ASSERT_FALSE(report) << call;
    EXPECT_EQ(report.error().kind, ErrorKind::store_unavailable);
    EXPECT_EQ(account_requests(), 0U);
  }
}

TEST_F(EngineTest, ALedgerThatFailsAtTheEndIsReported) {
  link("ana");
  fail_on("save_run", ErrorKind::store_full, 1);
  const auto report = taken();
  ASSERT_TRUE(report.ended_by);
  EXPECT_EQ(report.ended_by->kind, ErrorKind::store_full);
  EXPECT_TRUE(is_stored("ana"));
}

TEST_F(EngineTest, AUserWhoIsGoneMeanwhileIsNotWritten) {
  link("ana");
  link("bia");
  observer.snapshot = [this](const Snapshot&) { database.accounts.erase({"ana", "binance", ""}); };
  taken();
  EXPECT_FALSE(is_stored("ana"));
  EXPECT_TRUE(is_stored("bia"));
}

// --- What ends a run before it begins ---

TEST_F(EngineTest, AWrongEncryptionKeyWritesNothing) {
  link_users(10);
  keyring = store::Keyring::parse(Secret{std::string(42, 'B') + "A="}, "another").value();
  const auto report = take();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::configuration);
  EXPECT_TRUE(nothing_was_written());
  EXPECT_THAT(transport.sent(), IsEmpty());
}

TEST_F(EngineTest, WithoutAnyRateNothingIsStored) {
  link("ana");
  rate = down();
  const auto report = take();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::no_price_source);
  EXPECT_THAT(report.error().message, HasSubstr("awesomeapi"));
  EXPECT_TRUE(nothing_was_written());
  EXPECT_EQ(account_requests(), 0U);
}

// --- Runs that keep nothing ---

TEST_F(EngineTest, ADryRunWritesNothingAndShowsAll) {
  link("ana");
  link("bia");
  accounts.emplace("bia", invalid_key());
  request.keep = false;
  std::vector<Snapshot> seen;
  observer.snapshot = [&](const Snapshot& snapshot) { seen.push_back(snapshot); };
  const auto report = taken();
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].total_usd.text(), "100.00");
  EXPECT_EQ(report.run.counts.users_failed, 1);
  EXPECT_TRUE(nothing_was_written());
}

TEST_F(EngineTest, ADryRunReadsUsersWhoAreStoredAlready) {
  link("ana");
  taken();
  request.keep = false;
  EXPECT_EQ(taken().run.counts.users_complete, 1);
  EXPECT_EQ(account_requests(), 2U);
}

TEST_F(EngineTest, ARunOverOneExchangeReadsOnlyThat) {
  link("ana");
  link("ana", "nosuch");
  link("bia", "nosuch");
  request.exchange = "binance";
  request.keep = false;
  const auto report = taken();
  EXPECT_EQ(report.run.counts.users_total, 2);
  EXPECT_EQ(report.run.counts.users_complete, 1);
  EXPECT_EQ(report.run.counts.users_without_links, 1);
  EXPECT_EQ(report.run.counts.accounts_total, 1);
  EXPECT_TRUE(nothing_was_written());
}

TEST_F(EngineTest, ASecondTryOverOneExchangeReadsOnlyThat) {
  link("ana");
  link("ana", "nosuch");
  request.exchange = "binance";
  request.keep = false;
  answer_after_the_first_pass(down());
  const auto report = taken();
  EXPECT_EQ(report.run.counts.users_complete, 1);
  EXPECT_EQ(report.run.counts.accounts_total, 1);
  EXPECT_TRUE(report.errors.empty());
}

TEST_F(EngineTest, ATotalOfOneExchangeCannotBeKept) {
  request.exchange = "binance";
  EXPECT_DEATH(clock.run_task(take_snapshots(request, surroundings(), observer)), "must not be stored");
}

// --- Settling ---

TEST_F(EngineTest, ARunOverAllUsersSettlesItsSlot) {
  link("ana");
  const auto report = taken();
  ASSERT_TRUE(is_settled());
  EXPECT_EQ(database.slots.at(kSlot).run_id, report.run.run_id);
  EXPECT_EQ(database.slots.at(kSlot).last, kSlot);
}

TEST_F(EngineTest, ARunThatIsNotToSettleDoesNot) {
  link("ana");
  request.settles_slot = false;
  taken();
  EXPECT_TRUE(is_stored("ana"));
  EXPECT_FALSE(is_settled());
}

TEST_F(EngineTest, ASlotThatCannotBeSettledIsReported) {
  link("ana");
  fail_on("settle_slot", ErrorKind::store_unavailable);
  const auto report = taken();
  ASSERT_TRUE(report.ended_by);
  EXPECT_EQ(report.ended_by->kind, ErrorKind::store_unavailable);
}

}  // namespace
}  // namespace saldo::snapshot
