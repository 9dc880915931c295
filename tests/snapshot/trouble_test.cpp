#include "snapshot/trouble.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/decimals.h"

namespace saldo::snapshot {
namespace {

using namespace std::chrono_literals;
using test::kNoon;
using testing::HasSubstr;

WalletReading wallet(std::optional<ErrorKind> kind = {}) {
  WalletReading reading;
  reading.wallet = "spot";
  if (kind) reading.error = Error{.kind = *kind, .message = "no", .until = {}};
  return reading;
}

Result<AccountReading> reading_of(std::vector<WalletReading> wallets) { return AccountReading{std::move(wallets)}; }

AccountState refused(int times, Time last = kNoon) {
  return {.fingerprint = "f", .failures_in_a_row = times, .last_failure = ErrorKind::invalid_key, .tried_at = last};
}

AccountState after(const AccountState& before, const Result<AccountReading>& reading, Time now = kNoon) {
  return learned(before, "f", reading, now);
}

// --- Whether to try ---

TEST(Trouble, BeginsWithTheThirdRefusalInARow) {
  EXPECT_FALSE(trouble(refused(0), kNoon));
  EXPECT_FALSE(trouble(refused(2), kNoon));
  EXPECT_TRUE(trouble(refused(3), kNoon));
}

TEST(Trouble, SaysWhatTheExchangeSaidAndWhen) {
  const auto error = trouble(refused(4), kNoon + 1h);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind, ErrorKind::invalid_key);
  EXPECT_THAT(error->message, HasSubstr("4 times"));
  EXPECT_THAT(error->message, HasSubstr("2026-11-25T12:00:00Z"));
}

TEST(Trouble, PausesForADay) {
  EXPECT_TRUE(trouble(refused(3), kNoon + 23h - 1ms));
  EXPECT_FALSE(trouble(refused(3), kNoon + 23h));
}

TEST(Trouble, AClockThatWasSetBackDoesNotLengthenThePause) { EXPECT_FALSE(trouble(refused(3), kNoon - 1ms)); }

// --- What is learned ---

TEST(Learned, ARefusalOfTheWholeAccountIsCounted) {
  for (const auto& reading : {reading_of({wallet(ErrorKind::permission)}),
                              reading_of({wallet(ErrorKind::permission), wallet(ErrorKind::timeout)}),
                              Result<AccountReading>{fail(ErrorKind::permission, "no")}}) {
    const auto state = after(refused(1, kNoon - 4h), reading);
    EXPECT_EQ(state.failures_in_a_row, 2);
    EXPECT_EQ(state.last_failure, ErrorKind::permission);
    EXPECT_EQ(state.tried_at, kNoon);
  }
}

TEST(Learned, OneWalletThatAnsweredEndsTheRow) {
  const auto state = after(refused(2), reading_of({wallet(), wallet(ErrorKind::permission)}));
  EXPECT_EQ(state.failures_in_a_row, 0);
  EXPECT_FALSE(state.last_failure);
}

TEST(Learned, APassingFailureSaysNothingAboutTheKey) {
  EXPECT_EQ(after(refused(2, kNoon - 4h), reading_of({wallet(ErrorKind::timeout)})), refused(2, kNoon - 4h));
}

TEST(Learned, AnotherKeyBeginsAnew) {
  AccountState before = refused(2);
  before.host = "https://eu.example";
  before.mode = "unified";
  const auto state = learned(before, "another", reading_of({wallet(ErrorKind::invalid_key)}), kNoon);
  EXPECT_EQ(state.fingerprint, "another");
  EXPECT_EQ(state.failures_in_a_row, 1);
  EXPECT_EQ(state.host, "");
  EXPECT_EQ(state.mode, "");
}

TEST(Learned, WhatTheAccountIsLikeStays) {
  AccountState before = refused(2);
  before.host = "https://eu.example";
  EXPECT_EQ(after(before, reading_of({wallet()})).host, "https://eu.example");
}

// --- What is written down ---

TEST(IsNews, NotEverySuccess) {
  const AccountState before{.fingerprint = "f", .tried_at = kNoon - 4h};
  EXPECT_FALSE(is_news(before, after(before, reading_of({wallet()}))));
}

TEST(IsNews, EachRefusalAndTheEndOfTheRow) {
  const AccountState before{.fingerprint = "f"};
  EXPECT_TRUE(is_news(before, after(before, reading_of({wallet(ErrorKind::invalid_key)}))));
  EXPECT_TRUE(is_news(refused(3, kNoon - 24h), after(refused(3, kNoon - 24h), reading_of({wallet()}))));
}

TEST(IsNews, AnotherKey) {
  const AccountState before{.fingerprint = "old"};
  EXPECT_TRUE(is_news(before, after(before, reading_of({wallet()}))));
}

}  // namespace
}  // namespace saldo::snapshot
