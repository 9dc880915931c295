#include "cli/progress.h"

#include <sstream>

#include <gtest/gtest.h>

#include "support/decimals.h"
#include "support/virtual_clock.h"

namespace saldo::cli {
namespace {

using namespace std::chrono_literals;

TEST(ProgressText, HasItsRateAndWhatIsLeft) {
  EXPECT_EQ(progress_text({.users_done = 412, .users_total = 1000}, 4s), "412/1000 users  103/s  5 s left");
  EXPECT_EQ(progress_text({.users_done = 1000, .users_total = 1000}, 10s), "1000/1000 users  100/s  0 s left");
}

TEST(ProgressText, AtTheStartPromisesNothing) {
  EXPECT_EQ(progress_text({.users_done = 0, .users_total = 1000}, 4s), "0/1000 users");
  EXPECT_EQ(progress_text({.users_done = 5, .users_total = 1000}, 0s), "5/1000 users");
}

TEST(ProgressText, LongTimesAreInMinutesAndHours) {
  EXPECT_EQ(progress_text({.users_done = 1, .users_total = 120}, 1s), "1/120 users  1/s  119 s left");
  EXPECT_EQ(progress_text({.users_done = 1, .users_total = 121}, 1s), "1/121 users  1/s  2 min left");
  EXPECT_EQ(progress_text({.users_done = 1, .users_total = 9'001}, 1s), "1/9001 users  1/s  2 h 30 min left");
}

TEST(ProgressText, MoreUsersThanWereCountedLeaveNothing) {
  EXPECT_EQ(progress_text({.users_done = 12, .users_total = 10}, 4s), "12/10 users  3/s  0 s left");
}

TEST(ProgressText, AMillionUsersOverDaysFit) {
  EXPECT_EQ(progress_text({.users_done = 1'000'000, .users_total = 2'000'000}, 48h),
            "1000000/2000000 users  5/s  48 h 0 min left");
}

struct ProgressLineTest : testing::Test {
  test::VirtualClock clock{test::kNoon};
  std::ostringstream err;
  ProgressLine line{err, clock};

  std::string shown_after(Milliseconds time) {
    clock.run_for(time);
    err.str("");
    line.show({.users_done = 1, .users_total = 2});
    return err.str();
  }
};

TEST_F(ProgressLineTest, AppearsOnlyWhenTheWorkTakesLonger) {
  EXPECT_EQ(shown_after(499ms), "");
  EXPECT_NE(shown_after(1ms), "");
}

TEST_F(ProgressLineTest, IsNotDrawnMoreOftenThanTheEyeSees) {
  EXPECT_NE(shown_after(600ms), "");
  EXPECT_EQ(shown_after(99ms), "");
  EXPECT_NE(shown_after(1ms), "");
}

TEST_F(ProgressLineTest, IsDrawnOverItselfAndTakenAway) {
  EXPECT_EQ(shown_after(1s), "\r\x1b[K  1/2 users  1/s  1 s left");
  err.str("");
  line.clear();
  EXPECT_EQ(err.str(), "\r\x1b[K");
  err.str("");
  line.clear();
  EXPECT_EQ(err.str(), "") << "nothing is there any more";
}

TEST_F(ProgressLineTest, WhatWasNeverDrawnNeedsNoTakingAway) {
  line.clear();
  EXPECT_EQ(err.str(), "");
}

}  // namespace
}  // namespace saldo::cli
