#include "core/slot.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace saldo {
namespace {

using namespace std::chrono;

Time at(std::string_view text) { return parse_iso_time(text).value(); }

/// Any instant from 1970 to 2100, often one where a slot, a day or a minute ends.
rc::Gen<Time> some_time() {
  constexpr std::int64_t kHours = 130 * 365 * 24;
  return rc::gen::map(rc::gen::pair(rc::gen::inRange<std::int64_t>(0, kHours),
                                    rc::gen::element<std::int64_t>(-1, 0, 1, 59'999, 60'000, 1'234'567)),
                      [](const auto& parts) { return Time{hours{parts.first}} + Milliseconds{parts.second}; });
}

TEST(Slot, IsOpenFromItsInstantUntilTheNext) {
  EXPECT_TRUE(rc::check("open_slot <= now < next_slot", [] {
    const auto now = *some_time();
    const auto interval = *rc::gen::inRange(1, 25);
    const auto open = open_slot(now, interval);
    const auto next = next_slot(now, interval);
    RC_ASSERT(open.at <= now);
    RC_ASSERT(now < next);
    RC_ASSERT(open_slot(next, interval).at == next);
    RC_ASSERT(open_slot(next - Milliseconds{1}, interval) == open);
    RC_ASSERT(floor<days>(open.at) == floor<days>(now));
    RC_ASSERT((open.at - floor<days>(open.at)) % hours{interval} == Milliseconds{0});
    RC_ASSERT(next - open.at <= hours{interval});
    const bool day_end = next == Time{floor<days>(next)};
    RC_ASSERT(day_end || next - open.at == hours{interval});
  }));
}

TEST(Slot, CountsFromMidnightUtc) {
  EXPECT_EQ(open_slot(at("2026-11-23T15:59:59.999Z"), 4).at, at("2026-11-23T12:00Z"));
  EXPECT_EQ(open_slot(at("2026-11-23T16:00Z"), 4).at, at("2026-11-23T16:00Z"));
  EXPECT_EQ(next_slot(at("2026-11-23T16:00Z"), 4), at("2026-11-23T20:00Z"));
  EXPECT_EQ(next_slot(at("2026-12-31T23:59Z"), 4), at("2027-01-01T00:00Z"));
}

TEST(Slot, IsShorterAtTheEndOfADayThatTheIntervalDoesNotDivide) {
  EXPECT_EQ(open_slot(at("2026-11-23T23:00Z"), 7).at, at("2026-11-23T21:00Z"));
  EXPECT_EQ(next_slot(at("2026-11-23T23:00Z"), 7), at("2026-11-24T00:00Z"));
}

TEST(Slot, OfARunByHandIsThePresentMinute) {
  EXPECT_EQ(minute_slot(at("2026-11-23T16:01:59.999Z")).at, at("2026-11-23T16:01Z"));
  EXPECT_EQ(minute_slot(at("2026-11-23T16:01Z")).at, at("2026-11-23T16:01Z"));
}

TEST(Slot, HasAnIntervalOfOneToTwentyFourHours) {
  EXPECT_DEATH((void)open_slot(Time{}, 0), "an interval outside");
  EXPECT_DEATH((void)open_slot(Time{}, 25), "an interval outside");
}

}  // namespace
}  // namespace saldo
