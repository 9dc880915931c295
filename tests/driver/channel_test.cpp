#include "driver/channel.h"

#include <array>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/decimals.h"
#include "support/virtual_clock.h"

namespace saldo::driver {
namespace {

using namespace std::chrono_literals;
using test::kNoon;
using test::VirtualClock;
using testing::ElementsAre;
using testing::HasSubstr;

// Ten a minute by address, four by key.
constexpr std::array kRules{
    RateRule{
        .name = "weight", .scope = LimitScope::ip, .window_kind = WindowKind::rolling, .window = 1min, .budget = 10},
    RateRule{
        .name = "calls", .scope = LimitScope::key, .window_kind = WindowKind::rolling, .window = 1min, .budget = 4}};
constexpr std::array kByAddress{Charge{.rule = 0, .weight = 1}};
constexpr std::array kHeavy{Charge{.rule = 0, .weight = 10}};
constexpr std::array kByKey{Charge{.rule = 1, .weight = 1}};

struct ChannelTest : testing::Test {
  VirtualClock clock{kNoon};
  Stop stop;
  Channel channel{kRules, {.share_percent = 100}, clock, stop};
  std::vector<std::string> notes;

  std::int64_t seconds() const { return (clock.now() - kNoon) / 1s; }

  /// Passes once with that reply, and notes when it was let through.
  Task<> pass(std::string name, std::span<const Charge> charges, std::string_view key = "", LimitReport report = {}) {
    auto permit = co_await channel.admit(charges, key);
    notes.push_back(name + (permit ? " at " + std::to_string(seconds()) : ": " + permit.error().message));
    if (permit) channel.settle(std::move(*permit), report);
  }

  Error refused() {
    auto permit = clock.run_task(channel.admit(kByAddress, ""));
    EXPECT_FALSE(permit);
    return permit ? Error{} : permit.error();
  }
};

TEST_F(ChannelTest, LetsThroughWhatTheLimitAllowsAndThenWaits) {
  for (int i = 0; i < 11; ++i) clock.run_task(pass(std::to_string(i), kByAddress));
  EXPECT_EQ(notes[9], "9 at 0");
  EXPECT_THAT(notes[10], testing::StartsWith("10 at 6"));
}

TEST_F(ChannelTest, GrantsOnlyItsShare) {
  Channel half{kRules, {.share_percent = 50}, clock, stop};
  for (int i = 0; i < 6; ++i) {
    auto permit = clock.run_task(half.admit(kByAddress, ""));
    ASSERT_TRUE(permit);
    half.settle(std::move(*permit), LimitReport{});
    EXPECT_EQ(seconds() > 0, i == 5) << i;
  }
}

TEST_F(ChannelTest, ALightRequestDoesNotOvertakeAHeavyOne) {
  clock.spawn(pass("light", kByAddress));
  clock.spawn(pass("heavy", kHeavy));
  clock.spawn(pass("late", kByAddress));
  clock.run();
  ASSERT_EQ(notes.size(), 3U);
  EXPECT_EQ(notes[0], "light at 0");
  EXPECT_THAT(notes[1], testing::StartsWith("heavy at 6"));
  EXPECT_THAT(notes[2], testing::StartsWith("late at 1"));
}

TEST_F(ChannelTest, CountsKeysApart) {
  for (int i = 0; i < 4; ++i) clock.run_task(pass("a", kByKey, "key a"));
  for (int i = 0; i < 4; ++i) clock.run_task(pass("b", kByKey, "key b"));
  EXPECT_EQ(seconds(), 0);
  clock.run_task(pass("a", kByKey, "key a"));
  EXPECT_GE(seconds(), 60);
}

TEST_F(ChannelTest, WithoutLimitsNothingWaits) {
  Channel free{kRules, {.unlimited = true}, clock, stop};
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(clock.run_task(free.admit(kHeavy, "")));
  EXPECT_EQ(seconds(), 0);
}

TEST_F(ChannelTest, ARefusalForTooManyClosesTheLimitForAsLongAsItSays) {
  clock.run_task(pass("first", kByAddress, "", {.used = {}, .retry_after = 17s, .limited = true}));
  clock.run_task(pass("second", kByAddress));
  EXPECT_THAT(notes, ElementsAre("first at 0", "second at 17"));
}

TEST_F(ChannelTest, AStopEndsEveryWait) {
  clock.run_task(pass("first", kHeavy));
  for (const auto* name : {"head", "behind"}) clock.spawn(pass(name, kByAddress));
  clock.run_for(5s);
  EXPECT_EQ(notes.size(), 1U);
  stop.request();
  clock.run();
  EXPECT_EQ(seconds(), 5);
  EXPECT_THAT(notes, ElementsAre("first at 0", "head: stopped before the request was sent",
                                 "behind: stopped before the request was sent"));
}

TEST_F(ChannelTest, AfterAStopNothingStarts) {
  stop.request();
  EXPECT_EQ(refused().kind, ErrorKind::stopped);
}

TEST_F(ChannelTest, WhileBannedEveryRequestFailsAtOnceAndSaysUntilWhen) {
  clock.run_task(pass("banned", kByAddress, "", {.used = {}, .retry_after = 2h, .limited = false, .banned = true}));
  const auto error = refused();
  EXPECT_EQ(error.kind, ErrorKind::banned);
  EXPECT_EQ(error.until, kNoon + 2h);
  EXPECT_THAT(error.message, HasSubstr("2026-11-25T14:00:00Z"));
  EXPECT_EQ(seconds(), 0);
}

TEST_F(ChannelTest, ABanReachesThoseWhoWaitAlready) {
  auto permit = clock.run_task(channel.admit(kHeavy, ""));
  clock.spawn(pass("waiting", kByAddress));
  clock.run_for(1s);
  channel.settle(std::move(*permit), LimitReport{.used = {}, .retry_after = 2h, .limited = false, .banned = true});
  clock.run();
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_THAT(notes[0], HasSubstr("waiting: this address is shut out until"));
  EXPECT_EQ(seconds(), 1);
}

TEST_F(ChannelTest, ABanThatDoesNotSayHowLongLastsTenMinutes) {
  clock.run_task(pass("banned", kByAddress, "", {.used = {}, .retry_after = {}, .limited = false, .banned = true}));
  EXPECT_EQ(refused().until, kNoon + 10min);
}

TEST_F(ChannelTest, ABanIsNotShortenedByTheNextReply) {
  auto first = clock.run_task(channel.admit(kByAddress, ""));
  auto second = clock.run_task(channel.admit(kByAddress, ""));
  channel.settle(std::move(*first), LimitReport{.used = {}, .retry_after = 2h, .limited = false, .banned = true});
  channel.settle(std::move(*second), LimitReport{.used = {}, .retry_after = {}, .limited = false, .banned = true});
  EXPECT_EQ(refused().until, kNoon + 2h);
}

TEST_F(ChannelTest, AShortBanIsWaitedOut) {
  clock.run_task(pass("banned", kByAddress, "", {.used = {}, .retry_after = 3s, .limited = false, .banned = true}));
  clock.run_task(pass("after", kByAddress));
  EXPECT_EQ(notes.back(), "after at 3");
}

TEST_F(ChannelTest, WhenABanIsOverRequestsGoAgain) {
  clock.run_task(pass("banned", kByAddress, "", {.used = {}, .retry_after = 2h, .limited = false, .banned = true}));
  clock.run_for(2h);
  clock.run_task(pass("after", kByAddress));
  EXPECT_EQ(notes.back(), "after at 7200");
}

TEST_F(ChannelTest, ARequestWithoutAReplyHoldsItsRoomForAWindow) {
  auto permit = clock.run_task(channel.admit(kHeavy, ""));
  clock.run_for(5s);
  channel.settle(std::move(*permit), {});
  clock.run_task(pass("next", kByAddress));
  EXPECT_GE(seconds(), 65);
}

TEST_F(ChannelTest, TheServersTimeIsOursUntilItWasMeasured) {
  EXPECT_TRUE(channel.wants_server_clock());
  EXPECT_EQ(channel.server_now(), kNoon);
}

TEST_F(ChannelTest, TheServersTimeIsThatOfTheMiddleOfTheRequest) {
  const Steady sent = clock.steady_now();
  clock.run_for(2s);
  channel.learn_server_clock(kNoon + 101s, sent);
  EXPECT_FALSE(channel.wants_server_clock());
  EXPECT_EQ(channel.server_now(), kNoon + 102s);
  clock.run_for(1h);
  EXPECT_EQ(channel.server_now(), kNoon + 102s + 1h);
}

TEST_F(ChannelTest, AStepOfTheHostsClockDoesNotMoveTheServers) {
  channel.learn_server_clock(kNoon, clock.steady_now());
  clock.step_wall(1h);
  EXPECT_EQ(channel.server_now(), kNoon);
  channel.doubt_server_clock(clock.steady_now());
  EXPECT_EQ(channel.server_now(), kNoon + 1h);
}

TEST_F(ChannelTest, AServerThatDidNotTellTheTimeIsLeftAloneForAMinute) {
  channel.give_up_server_clock();
  clock.run_for(59s);
  EXPECT_FALSE(channel.wants_server_clock());
  clock.run_for(1s);
  EXPECT_TRUE(channel.wants_server_clock());
}

TEST_F(ChannelTest, AMeasurementAfterTheRefusedRequestIsNotInDoubt) {
  const Steady sent = clock.steady_now();
  clock.run_for(1s);
  channel.learn_server_clock(kNoon + 31s, clock.steady_now());
  channel.doubt_server_clock(sent);
  EXPECT_EQ(channel.server_now(), kNoon + 31s);
  channel.doubt_server_clock(clock.steady_now());
  EXPECT_TRUE(channel.wants_server_clock());
}

}  // namespace
}  // namespace saldo::driver
