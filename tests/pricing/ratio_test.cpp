#include "pricing/ratio.h"

#include <gtest/gtest.h>

#include "support/decimals.h"

namespace saldo::pricing {
namespace {

using test::decimal;

TEST(Ratio, PercentCountsFromTheSmallerAndIncludesTheBound) {
  EXPECT_TRUE(within_percent(decimal("5"), decimal("5.5"), 10));
  EXPECT_FALSE(within_percent(decimal("5"), decimal("5.50001"), 10));
  EXPECT_TRUE(within_percent(decimal("5"), decimal("5"), 0));
}

TEST(Ratio, FactorIncludesTheBound) {
  EXPECT_TRUE(within_factor(decimal("1"), decimal("10"), 10));
  EXPECT_FALSE(within_factor(decimal("1"), decimal("10.00001"), 10));
}

TEST(Ratio, DoesNotDependOnTheOrder) {
  for (const auto* other : {"4", "5.5", "5.51", "50", "51"}) {
    EXPECT_EQ(within_percent(decimal("5"), decimal(other), 10), within_percent(decimal(other), decimal("5"), 10));
    EXPECT_EQ(within_factor(decimal("5"), decimal(other), 10), within_factor(decimal(other), decimal("5"), 10));
  }
}

// A tenth has no finite inverse in binary, and a third none in decimal: no division is made.
TEST(Ratio, IsExactForSmallPrices) {
  EXPECT_TRUE(within_factor(decimal("0.00000003"), decimal("0.0000003"), 10));
  EXPECT_FALSE(within_factor(decimal("0.00000003"), decimal("0.000000300000001"), 10));
}

TEST(Ratio, NothingIsNearZero) { EXPECT_FALSE(within_factor(decimal("0"), decimal("0.00000001"), 1000)); }

}  // namespace
}  // namespace saldo::pricing
