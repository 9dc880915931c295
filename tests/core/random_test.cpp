#include "core/random.h"

#include <set>

#include <gtest/gtest.h>

namespace saldo {
namespace {

TEST(Random, IsSplitMix64) {
  // The first numbers that its authors' code gives for this seed.
  Random random{1234567};
  EXPECT_EQ(random.next(), 6457827717110365317u);
  EXPECT_EQ(random.next(), 3203168211198807973u);
  EXPECT_EQ(random.next(), 9817491932198370423u);
}

TEST(Random, StaysBelowItsLimitAndReachesEachNumber) {
  Random random{1};
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 200; ++i) seen.insert(random.below(5));
  EXPECT_EQ(seen, (std::set<std::uint64_t>{0, 1, 2, 3, 4}));
}

}  // namespace
}  // namespace saldo
