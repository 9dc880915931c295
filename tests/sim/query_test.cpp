#include "sim/query.h"

#include <gtest/gtest.h>

namespace {

TEST(SplitQuery, KeepsValuesAsSent) {
  const auto parts = sim::split_query("a=1%202&b=&c&d=x=y");
  ASSERT_EQ(parts.size(), 4U);
  EXPECT_EQ(parts[0].raw, "1%202");
  EXPECT_EQ(parts[1].raw, "");
  EXPECT_EQ(parts[2].name, "c");
  EXPECT_EQ(parts[3].raw, "x=y");
}

TEST(PercentDecode, DecodesUtf8AndRefusesStumps) {
  EXPECT_EQ(sim::percent_decode("%E5%B8%81USDT"), "币USDT");
  EXPECT_FALSE(sim::percent_decode("100%"));
  EXPECT_FALSE(sim::percent_decode("%4"));
  EXPECT_FALSE(sim::percent_decode("%zz"));
}

TEST(QueryValue, TakesTheFirst) {
  EXPECT_EQ(sim::query_value("a=1&a=2", "a"), "1");
  EXPECT_FALSE(sim::query_value("a=1", "b"));
}

}  // namespace
