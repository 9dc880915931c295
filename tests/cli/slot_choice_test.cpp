#include "cli/slot_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/decimals.h"

namespace saldo::cli {
namespace {

using namespace std::chrono_literals;
using test::kNoon;
using testing::HasSubstr;

constexpr Time kNow = kNoon + 90min + 17s;

Result<SlotChoice> chosen(std::string_view text, int interval_hours = 4) {
  return choose_slot(text, kNow, interval_hours);
}

TEST(SlotChoice, NowIsThePresentMinute) {
  EXPECT_EQ(chosen("now")->slot.at, kNoon + 90min);
  EXPECT_FALSE(chosen("now")->is_nominal);
}

TEST(SlotChoice, CurrentIsTheOpenSlot) {
  EXPECT_EQ(chosen("current")->slot.at, kNoon);
  EXPECT_TRUE(chosen("current")->is_nominal);
  EXPECT_EQ(chosen("current", 1)->slot.at, kNoon + 60min);
  EXPECT_EQ(chosen("current", 24)->slot.at, kNoon - 12h);
}

TEST(SlotChoice, TheOpenSlotMayBeNamedByItsTime) {
  for (const auto* text : {"2026-11-25T12:00Z", "2026-11-25 12:00:00Z", "2026-11-25T12:00:00+00:00"}) {
    ASSERT_TRUE(chosen(text)) << text;
    EXPECT_EQ(chosen(text)->slot.at, kNoon);
    EXPECT_TRUE(chosen(text)->is_nominal);
  }
}

// S1: a past value is never made up.
TEST(SlotChoice, AnyOtherTimeIsRefusedAndTheOpenOneNamed) {
  const auto refusal = [](std::string_view text) {
    const auto choice = chosen(text);
    EXPECT_FALSE(choice) << text;
    EXPECT_EQ(choice.error().kind, ErrorKind::usage);
    EXPECT_THAT(choice.error().message, HasSubstr("2026-11-25T12:00:00Z"));
    return choice.error().message;
  };
  EXPECT_THAT(refusal("2026-11-25T08:00Z"), HasSubstr("is closed"));
  EXPECT_THAT(refusal("2020-01-01"), HasSubstr("is closed"));
  EXPECT_THAT(refusal("2026-11-25T16:00Z"), HasSubstr("has not opened yet"));
  EXPECT_THAT(refusal("2026-11-25T12:30Z"), HasSubstr("is no slot of the schedule"));
}

TEST(SlotChoice, ATimeWithoutAZoneIsUtcAsInTheTables) {
  EXPECT_EQ(parse_utc("2026-11-25 12:00"), parse_utc("2026-11-25T12:00:00Z"));
  EXPECT_TRUE(chosen("2026-11-25 12:00"));
}

TEST(SlotChoice, WhatIsNoTimeIsRefused) {
  for (const auto* text : {"", "Now", "yesterday", "12:00", "\x1b[2J"}) {
    const auto choice = chosen(text);
    ASSERT_FALSE(choice) << text;
    EXPECT_EQ(choice.error().kind, ErrorKind::usage);
    EXPECT_EQ(choice.error().message.find('\x1b'), std::string::npos);
  }
}

}  // namespace
}  // namespace saldo::cli
