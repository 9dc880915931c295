#include "transport/rate_limiter.h"

#include <limits>

#include <gtest/gtest.h>

namespace saldo::transport {
namespace {

using std::chrono::seconds;

constexpr Steady kNow{std::chrono::hours{1000}};
constexpr Time kWall = from_unix_ms(1'795'449'600'000);

constexpr RateRule kTenCalls{.name = "calls", .window = Milliseconds{60'000}, .budget = 10};
constexpr RateRule kPerKey{.name = "key", .scope = LimitScope::key, .window = Milliseconds{2'000}, .budget = 2};
constexpr RateRule kWithHeader{.name = "weight", .window = Milliseconds{60'000}, .budget = 100, .usage_header = true};

Charge charge(int weight, std::size_t rule = 0, std::string_view owner = {}) {
  return {.rule = rule, .owner = owner, .weight = weight};
}

/// Takes room and, at the same instant, the reply.
void use(RateLimiter& limiter, std::vector<Charge> charges, Steady now, const Usage& usage = {}) {
  auto permit = limiter.admit(charges, now);
  ASSERT_TRUE(permit.has_value());
  limiter.settle(*std::move(permit), now, usage);
}

bool has_room(RateLimiter& limiter, std::vector<Charge> charges, Steady now) {
  auto permit = limiter.admit(charges, now);
  if (permit) limiter.abandon(*std::move(permit), now);
  return permit.has_value();
}

std::optional<Steady> wait_of(RateLimiter& limiter, std::vector<Charge> charges, Steady now) {
  const auto permit = limiter.admit(charges, now);
  EXPECT_FALSE(permit.has_value());
  return permit ? now : permit.error().at;
}

/// Freed slots are rounded up to 1/2048 of a window.
void expect_soon_after(std::optional<Steady> at, Steady expected) {
  ASSERT_TRUE(at.has_value());
  EXPECT_GE(*at, expected);
  EXPECT_LE(*at, expected + Milliseconds{30});
}

Usage reading(int used, std::size_t rule = 0) {
  Usage usage;
  usage.readings = {{.rule = rule, .used = used}};
  return usage;
}

TEST(RateLimiter, FreesASlotOneWindowAfterItsReply) {
  RateLimiter limiter{{&kTenCalls, 1}, 100};
  auto permit = limiter.admit({{charge(10)}}, kNow);
  ASSERT_TRUE(permit.has_value());
  EXPECT_EQ(wait_of(limiter, {charge(1)}, kNow + seconds{70}), std::nullopt) << "only a reply can make room";
  limiter.settle(*std::move(permit), kNow + seconds{80}, {});
  expect_soon_after(wait_of(limiter, {charge(1)}, kNow + seconds{81}), kNow + seconds{140});
  EXPECT_TRUE(has_room(limiter, {charge(10)}, kNow + seconds{141}));
}

TEST(RateLimiter, WaitsForAsManySlotsAsACallWeighs) {
  RateLimiter limiter{{&kTenCalls, 1}, 100};
  use(limiter, {charge(4)}, kNow);
  use(limiter, {charge(6)}, kNow + seconds{10});
  expect_soon_after(wait_of(limiter, {charge(4)}, kNow + seconds{20}), kNow + seconds{60});
  expect_soon_after(wait_of(limiter, {charge(5)}, kNow + seconds{20}), kNow + seconds{70});
}

TEST(RateLimiter, HoldsTheRoomOfACallWithoutReplyForAWindow) {
  RateLimiter limiter{{&kTenCalls, 1}, 100};
  auto permit = limiter.admit({{charge(10)}}, kNow);
  limiter.abandon(*std::move(permit), kNow + seconds{30});
  expect_soon_after(wait_of(limiter, {charge(1)}, kNow + seconds{31}), kNow + seconds{90});
}

TEST(RateLimiter, TakesAllBucketsOrNone) {
  const std::vector rules{kTenCalls, kPerKey};
  RateLimiter limiter{rules, 100};
  use(limiter, {charge(1), charge(2, 1, "ann")}, kNow);
  expect_soon_after(wait_of(limiter, {charge(1), charge(1, 1, "ann")}, kNow), kNow + seconds{2});
  EXPECT_TRUE(has_room(limiter, {charge(9), charge(1, 1, "bob")}, kNow)) << "the refused call has taken nothing";
  expect_soon_after(wait_of(limiter, {charge(1), charge(1, 1, "cid")}, kNow), kNow + seconds{60});
}

TEST(RateLimiter, UsesNoMoreThanItsShare) {
  RateLimiter limiter{{&kTenCalls, 1}, 50};
  use(limiter, {charge(5)}, kNow);
  EXPECT_FALSE(has_room(limiter, {charge(1)}, kNow));
}

TEST(RateLimiter, AdmitsACallOverItsWholeShareWhenTheBucketIsEmpty) {
  RateLimiter limiter{{&kTenCalls, 1}, 20};
  use(limiter, {charge(1)}, kNow);
  expect_soon_after(wait_of(limiter, {charge(7)}, kNow), kNow + seconds{60});
  EXPECT_TRUE(has_room(limiter, {charge(7)}, kNow + seconds{61}));
  EXPECT_TRUE(has_room(limiter, {charge(50)}, kNow + seconds{200})) << "heavier than the budget itself";
}

TEST(RateLimiter, SendsOneProbeAfterAStartAndAdoptsWhatItsHeaderSays) {
  RateLimiter limiter{{&kWithHeader, 1}, 100};
  auto probe = limiter.admit({{charge(5)}}, kNow);
  ASSERT_TRUE(probe.has_value());
  EXPECT_EQ(wait_of(limiter, {charge(5)}, kNow), std::nullopt);
  limiter.settle(*std::move(probe), kNow + seconds{1}, reading(80));
  EXPECT_TRUE(has_room(limiter, {charge(20)}, kNow + seconds{1}));
  expect_soon_after(wait_of(limiter, {charge(1)}, kNow + seconds{2}), kNow + seconds{61});
}

TEST(RateLimiter, StopsProbingWhenTheHeaderNeverComes) {
  RateLimiter limiter{{&kWithHeader, 1}, 100};
  for (int i = 0; i < 3; ++i) use(limiter, {charge(1)}, kNow);
  const auto first = limiter.admit({{charge(1)}}, kNow);
  EXPECT_TRUE(limiter.admit({{charge(1)}}, kNow).has_value());
}

TEST(RateLimiter, LeavesRoomForOthersThatTheHeaderShows) {
  RateLimiter limiter{{&kWithHeader, 1}, 50};
  use(limiter, {charge(1)}, kNow, reading(1));
  use(limiter, {charge(1)}, kNow + seconds{1}, reading(90));
  EXPECT_FALSE(has_room(limiter, {charge(11)}, kNow + seconds{1}));
  use(limiter, {charge(9)}, kNow + seconds{1}, reading(30));
  EXPECT_TRUE(has_room(limiter, {charge(11)}, kNow + seconds{1})) << "the others have stopped";
}

TEST(RateLimiter, AsksAgainWhenAllIsUsedByOthersAndTheReadingIsOld) {
  RateLimiter limiter{{&kWithHeader, 1}, 50};
  use(limiter, {charge(1)}, kNow, reading(1));
  use(limiter, {charge(1)}, kNow, reading(100));
  expect_soon_after(wait_of(limiter, {charge(1)}, kNow), kNow + seconds{60});
  EXPECT_TRUE(has_room(limiter, {charge(1)}, kNow + seconds{61}));
}

TEST(RateLimiter, ClosesABucketAfterARefusal) {
  RateLimiter limiter{{&kTenCalls, 1}, 100};
  use(limiter, {charge(1)}, kNow, {.limited = true, .retry_after = Milliseconds{90'000}});
  EXPECT_EQ(wait_of(limiter, {charge(1)}, kNow), kNow + seconds{90});
  use(limiter, {charge(1)}, kNow + seconds{90}, {.limited = true});
  EXPECT_EQ(wait_of(limiter, {charge(1)}, kNow + seconds{91}), kNow + seconds{150}) << "without Retry-After, a window";
  const auto probe = limiter.admit({{charge(1)}}, kNow + seconds{150});
  EXPECT_TRUE(probe.has_value());
  EXPECT_EQ(wait_of(limiter, {charge(1)}, kNow + seconds{150}), std::nullopt) << "one call at a time at first";
}

TEST(RateLimiter, ClosesOnlyTheBucketThatTheReplyNames) {
  const std::vector rules{kTenCalls, kPerKey};
  RateLimiter limiter{rules, 100};
  use(limiter, {charge(1), charge(1, 1, "ann")}, kNow, {.limited = true, .limited_rule = 1});
  EXPECT_TRUE(has_room(limiter, {charge(1), charge(1, 1, "bob")}, kNow));
  EXPECT_FALSE(has_room(limiter, {charge(1, 1, "ann")}, kNow));
}

TEST(RateLimiter, ClosesEverythingDuringABan) {
  const std::vector rules{kTenCalls, kPerKey};
  RateLimiter limiter{rules, 100};
  use(limiter, {charge(1)}, kNow, {.banned = true, .retry_after = Milliseconds{120'000}});
  EXPECT_EQ(wait_of(limiter, {charge(1, 1, "ann")}, kNow), kNow + seconds{120});
  use(limiter, {charge(1)}, kNow + seconds{120}, {.banned = true});
  EXPECT_EQ(wait_of(limiter, {charge(1)}, kNow + seconds{121}), kNow + seconds{120} + RateLimiter::kUnstatedBan);
}

TEST(RateLimiter, ForgetsKeysThatAreIdle) {
  RateLimiter limiter{{&kPerKey, 1}, 100};
  std::size_t peak = 0;
  for (int i = 0; i < 100'000; ++i) {
    use(limiter, {charge(1, 0, std::to_string(i))}, kNow + Milliseconds{i});
    peak = std::max(peak, limiter.bucket_count());
  }
  EXPECT_LE(peak, 2100u) << "a window holds 2000 keys at this pace";
}

TEST(RateLimiter, RemembersABoundedNumberOfKeys) {
  RateLimiter limiter{{&kPerKey, 1}, 100};
  for (std::size_t i = 0; i < BucketPool::kOwnersMax + 1000; ++i) use(limiter, {charge(1, 0, std::to_string(i))}, kNow);
  EXPECT_EQ(limiter.bucket_count(), BucketPool::kOwnersMax);
}

TEST(RateLimiterState, SurvivesARestartWithAnotherSteadyClock) {
  RateLimiter before{{&kTenCalls, 1}, 100};
  use(before, {charge(3)}, kNow);
  const auto in_flight = before.admit({{charge(7)}}, kNow + seconds{10});
  const std::string state = before.save(kNow + seconds{10}, kWall);

  RateLimiter after{{&kTenCalls, 1}, 100};
  const Steady reboot{seconds{100}};
  ASSERT_TRUE(after.restore(state, reboot, kWall + seconds{5}));
  expect_soon_after(wait_of(after, {charge(3)}, reboot), reboot + seconds{45});
  expect_soon_after(wait_of(after, {charge(4)}, reboot), reboot + seconds{55});
}

TEST(RateLimiterState, KeepsBansAndClosedBuckets) {
  const std::vector rules{kTenCalls, kWithHeader};
  RateLimiter before{rules, 100};
  use(before, {charge(1)}, kNow, {.limited = true, .banned = true, .retry_after = Milliseconds{70'000}});
  use(before, {charge(1)}, kNow + seconds{70}, {.limited = true, .retry_after = Milliseconds{300'000}});
  const std::string closed = before.save(kNow + seconds{70}, kWall);
  RateLimiter after{rules, 100};
  ASSERT_TRUE(after.restore(closed, kNow, kWall));
  EXPECT_EQ(wait_of(after, {charge(1)}, kNow), kNow + seconds{300});
  EXPECT_TRUE(has_room(after, {charge(1, 1)}, kNow));

  use(before, {charge(1, 1)}, kNow + seconds{70}, {.banned = true, .retry_after = Milliseconds{20'000}});
  ASSERT_TRUE(after.restore(before.save(kNow + seconds{70}, kWall), kNow, kWall));
  EXPECT_EQ(wait_of(after, {charge(1, 1)}, kNow), kNow + seconds{20});
}

TEST(RateLimiterState, IsNotMisledByAClockThatWasSetBack) {
  RateLimiter before{{&kTenCalls, 1}, 100};
  use(before, {charge(10)}, kNow);
  RateLimiter after{{&kTenCalls, 1}, 100};
  ASSERT_TRUE(after.restore(before.save(kNow, kWall), kNow, kWall - std::chrono::hours{24}));
  expect_soon_after(wait_of(after, {charge(1)}, kNow), kNow + seconds{60});
}

TEST(RateLimiterState, ThatIsDamagedChangesNothing) {
  RateLimiter limiter{{&kTenCalls, 1}, 100};
  for (const auto* text :
       {"", "limits 2\n", "limits 1\nslot calls 1795449660000\n",
        "limits 1\nslot calls 1795449660000 10\nslot calls x 1\n", "limits 1\nslot calls 1795449660000 -4\n",
        "limits 1\nslot calls 1795449660000 1 1\n", "limits 1\nopen calls 1\n",
        "limits 1\nslot calls 99999999999999999999 1\n", "limits 1\nslot calls -9223372036854775808 1\n"})
    EXPECT_FALSE(limiter.restore(text, kNow, kWall)) << text;
  EXPECT_TRUE(has_room(limiter, {charge(10)}, kNow));
}

TEST(RateLimiterState, AndHeadersMayClaimAnything) {
  RateLimiter limiter{{&kWithHeader, 1}, 100};
  std::string state = "limits 1\n";
  for (int i = 0; i < 10; ++i) state += "slot weight 9223372036854775807 1000000000\n";
  EXPECT_TRUE(limiter.restore(state, kNow, kWall));
  expect_soon_after(wait_of(limiter, {charge(1)}, kNow), kNow + seconds{60});
  use(limiter, {charge(1)}, kNow + seconds{61}, reading(std::numeric_limits<int>::max()));
  expect_soon_after(wait_of(limiter, {charge(1)}, kNow + seconds{61}), kNow + seconds{121});
  use(limiter, {charge(1)}, kNow + seconds{122}, reading(std::numeric_limits<int>::min()));
  EXPECT_TRUE(has_room(limiter, {charge(99)}, kNow + seconds{122}));
}

TEST(RateLimiterState, SkipsBucketsThatAreNoMore) {
  RateLimiter limiter{{&kTenCalls, 1}, 100};
  EXPECT_TRUE(limiter.restore("limits 1\nslot gone 1795449660000 10\nslot calls 1795449660000 4\n", kNow, kWall));
  EXPECT_FALSE(has_room(limiter, {charge(7)}, kNow));
  EXPECT_TRUE(has_room(limiter, {charge(6)}, kNow));
}

}  // namespace
}  // namespace saldo::transport
