#include "sim/weight_window.h"

#include <gtest/gtest.h>

namespace {

using Verdict = sim::WeightWindow::Verdict;

constexpr std::int64_t kSecondUs = 1'000'000;
constexpr std::int64_t kMinuteUs = 60 * kSecondUs;
constexpr std::int64_t kStartUs = 1'000'000 * kMinuteUs;

sim::WeightWindow full_window(std::int64_t now_us) {
  sim::WeightWindow window(100, true);
  window.charge("a", 100, now_us);
  return window;
}

TEST(WeightWindow, AdmitsExactlyTheLimitInAMinute) {
  sim::WeightWindow window(100, true);
  for (int request = 1; request <= 5; ++request) {
    const auto charge = window.charge("a", 20, kStartUs + request);
    EXPECT_EQ(charge.verdict, Verdict::admitted);
    EXPECT_EQ(charge.used, 20 * request);
  }
  EXPECT_EQ(window.charge("a", 1, kStartUs + 6).verdict, Verdict::over_limit);
}

TEST(WeightWindow, StartsAfreshWithTheServersMinute) {
  auto window = full_window(kStartUs + kMinuteUs - 1);
  const auto next = window.charge("a", 1, kStartUs + kMinuteUs);
  EXPECT_EQ(next.verdict, Verdict::admitted);
  EXPECT_EQ(next.used, 1);
}

TEST(WeightWindow, TellsTheSecondsToTheNextMinute) {
  auto window = full_window(kStartUs);
  EXPECT_EQ(window.charge("a", 1, kStartUs + 15 * kSecondUs).retry_after_s, 45);
  EXPECT_EQ(window.charge("a", 1, kStartUs + 59 * kSecondUs + 1).retry_after_s, 1);
}

TEST(WeightWindow, ChargesRefusedRequestsToo) {
  auto window = full_window(kStartUs);
  EXPECT_EQ(window.charge("a", 20, kStartUs).used, 120);
  EXPECT_EQ(window.charge("a", 20, kStartUs).used, 140);
}

TEST(WeightWindow, CountsEachAddressByItself) {
  auto window = full_window(kStartUs);
  EXPECT_EQ(window.charge("b", 100, kStartUs).verdict, Verdict::admitted);
}

TEST(WeightWindow, ForgivesWhatWasUnderWayAtTheFirst429) {
  auto window = full_window(kStartUs);
  for (int request = 0; request < 500; ++request)
    EXPECT_EQ(window.charge("a", 20, kStartUs + kSecondUs / 2).verdict, Verdict::over_limit);
}

/// Goes on asking after a 429 until banned; returns the ban.
sim::WeightWindow::Charge insist(sim::WeightWindow& window, std::int64_t now_us) {
  window.charge("a", 100, now_us);
  window.charge("a", 1, now_us);
  sim::WeightWindow::Charge charge;
  for (int request = 0; request < 10; ++request) charge = window.charge("a", 1, now_us + 2 * kSecondUs);
  return charge;
}

TEST(WeightWindow, BansWhoGoesOnAfterA429) {
  sim::WeightWindow window(100, true);
  const auto ban = insist(window, kStartUs);
  EXPECT_EQ(ban.verdict, Verdict::banned);
  EXPECT_EQ(ban.retry_after_s, 120);
  EXPECT_EQ(ban.banned_until_ms, (kStartUs + 2 * kSecondUs + 2 * kMinuteUs) / 1000);
}

TEST(WeightWindow, KeepsABanOverTheMinuteAndLiftsIt) {
  sim::WeightWindow window(100, true);
  const std::int64_t until_us = insist(window, kStartUs).banned_until_ms * 1000;
  EXPECT_EQ(window.charge("a", 1, until_us - 1).verdict, Verdict::banned);
  EXPECT_EQ(window.charge("a", 1, until_us).verdict, Verdict::admitted);
}

TEST(WeightWindow, BansLongerEachTimeUpToThreeDays) {
  sim::WeightWindow window(100, true);
  std::int64_t now_us = kStartUs;
  std::int64_t last_s = 0;
  for (int ban = 0; ban < 15; ++ban) {
    const auto charge = insist(window, now_us);
    EXPECT_GE(charge.retry_after_s, last_s);
    last_s = charge.retry_after_s;
    now_us = (charge.banned_until_ms * 1000 / kMinuteUs + 1) * kMinuteUs;
  }
  EXPECT_EQ(last_s, 3 * 24 * 3600);
}

TEST(WeightWindow, OnlyCountsWhenNotEnforced) {
  sim::WeightWindow window(100, false);
  const auto charge = window.charge("a", 1000, kStartUs);
  EXPECT_EQ(charge.verdict, Verdict::admitted);
  EXPECT_EQ(charge.used, 1000);
}

}  // namespace
