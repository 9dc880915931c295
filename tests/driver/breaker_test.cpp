#include "driver/breaker.h"

#include <gtest/gtest.h>

namespace saldo::driver {
namespace {

using namespace std::chrono_literals;

constexpr Steady kStart{std::chrono::hours{1}};
const Error kTimeout{.kind = ErrorKind::timeout, .message = "no reply", .until = {}};

void fail_times(Breaker& breaker, int times, Steady now = kStart) {
  for (int i = 0; i < times; ++i) breaker.fail(kTimeout, now);
}

TEST(Breaker, LetsThroughUntilManyFailuresInARow) {
  Breaker breaker;
  fail_times(breaker, Breaker::kFailuresToOpen - 1);
  EXPECT_FALSE(breaker.is_open(kStart));
  fail_times(breaker, 1);
  EXPECT_TRUE(breaker.is_open(kStart));
  EXPECT_EQ(breaker.reason(), kTimeout);
}

TEST(Breaker, OneAnswerStartsTheCountAnew) {
  Breaker breaker;
  fail_times(breaker, Breaker::kFailuresToOpen - 1);
  breaker.succeed();
  fail_times(breaker, Breaker::kFailuresToOpen - 1);
  EXPECT_FALSE(breaker.is_open(kStart));
}

TEST(Breaker, StaysOpenForAWhile) {
  Breaker breaker;
  fail_times(breaker, Breaker::kFailuresToOpen);
  EXPECT_TRUE(breaker.is_open(kStart + Breaker::kOpenFor - 1ms));
  EXPECT_FALSE(breaker.is_open(kStart + Breaker::kOpenFor));
}

TEST(Breaker, AfterThatASingleFailureShutsItAgain) {
  Breaker breaker;
  fail_times(breaker, Breaker::kFailuresToOpen);
  const Steady later = kStart + Breaker::kOpenFor;
  fail_times(breaker, 1, later);
  EXPECT_TRUE(breaker.is_open(later + Breaker::kOpenFor - 1ms));
}

TEST(Breaker, AnAnswerOpensTheWayAtOnce) {
  Breaker breaker;
  fail_times(breaker, Breaker::kFailuresToOpen);
  breaker.succeed();
  EXPECT_FALSE(breaker.is_open(kStart));
  fail_times(breaker, 1);
  EXPECT_FALSE(breaker.is_open(kStart));
}

}  // namespace
}  // namespace saldo::driver
