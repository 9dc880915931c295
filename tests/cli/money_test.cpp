#include "cli/money.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "support/decimals.h"

namespace saldo::cli {
namespace {

using test::decimal;

TEST(Grouped, KeepsEveryDigit) {
  EXPECT_EQ(grouped(decimal("0")), "0");
  EXPECT_EQ(grouped(decimal("999")), "999");
  EXPECT_EQ(grouped(decimal("1000")), "1,000");
  EXPECT_EQ(grouped(decimal("123456.7890")), "123,456.7890");
  EXPECT_EQ(grouped(decimal("1234567")), "1,234,567");
  EXPECT_EQ(grouped(decimal("0.00001234")), "0.00001234");
}

TEST(Grouped, ASignIsNoDigit) {
  EXPECT_EQ(grouped(decimal("-999.5")), "-999.5");
  EXPECT_EQ(grouped(decimal("-1000")), "-1,000");
  EXPECT_EQ(grouped(decimal("-123456")), "-123,456");
}

TEST(Grouped, AnExponentIsLeftAlone) { EXPECT_EQ(grouped(decimal("1e200")), decimal("1e200").text()); }

TEST(Grouped, WithoutItsCommasItIsTheNumber) {
  EXPECT_TRUE(rc::check("commas add nothing", [](std::int64_t units) {
    const auto places = *rc::gen::inRange(0, 12);
    const auto number = decimal(std::to_string(units) + "e-" + std::to_string(places));
    auto text = grouped(number);
    std::erase(text, ',');
    RC_ASSERT(text == number.text());
  }));
}

TEST(Money, NamesItsCurrency) {
  EXPECT_EQ(us_dollars(decimal("1234.56")), "US$ 1,234.56");
  EXPECT_EQ(reais(decimal("-1234.50")), "R$ -1,234.50");
}

TEST(ShortAmount, DropsZerosAtTheEnd) {
  EXPECT_EQ(short_amount(decimal("1.50000000"), 8), "1.5");
  EXPECT_EQ(short_amount(decimal("2.00000000"), 8), "2");
  EXPECT_EQ(short_amount(decimal("100"), 8), "100");
  EXPECT_EQ(short_amount(decimal("1000.10"), 8), "1,000.1");
}

TEST(ShortAmount, RoundsToItsPlaces) {
  EXPECT_EQ(short_amount(decimal("0.123456789"), 8), "0.12345679");
  EXPECT_EQ(short_amount(decimal("-0.123456789"), 8), "-0.12345679");
}

TEST(MinuteText, IsInUtcAndCutsSeconds) {
  EXPECT_EQ(minute_text(test::kNoon), "2026-11-25 12:00");
  EXPECT_EQ(minute_text(test::kNoon + Milliseconds{59'999}), "2026-11-25 12:00");
}

}  // namespace
}  // namespace saldo::cli
