#include "core/check.h"

#include <gtest/gtest.h>

namespace saldo {
namespace {

TEST(Check, LetsPassWhatHolds) { check(true, "unused"); }

TEST(Check, EndsTheProcessAndSaysWhatAndWhere) {
  EXPECT_DEATH(check(false, "one and one are three"), "bug: one and one are three .*check_test.cpp:.*report this");
}

}  // namespace
}  // namespace saldo
