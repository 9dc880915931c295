#include "pricing/rate_kit.h"

#include <gtest/gtest.h>

#include "support/decimals.h"

namespace saldo::pricing {
namespace {

using namespace std::chrono_literals;
using test::decimal;
using test::kNoon;

wire::Verdict judge(int status, std::vector<http::Header> headers = {}) {
  return judge_by_status({.status = status, .headers = std::move(headers), .body = "<html>"}, kNoon);
}

TEST(RateKit, ASuccessIsNoError) {
  EXPECT_FALSE(judge(200).error);
  EXPECT_FALSE(judge(200).limits.limited);
}

TEST(RateKit, AStatusSaysWhatWentWrong) {
  EXPECT_EQ(judge(503).error->kind, ErrorKind::maintenance);
  EXPECT_EQ(judge(429).error->kind, ErrorKind::rate_limited);
  EXPECT_TRUE(judge(429).limits.limited);
  EXPECT_FALSE(judge(429).error->until) << "no time was said";
}

TEST(RateKit, ARetryAfterIsKept) {
  const auto verdict = judge(503, {{"Retry-After", "30"}});
  EXPECT_EQ(verdict.error->until, kNoon + 30s);
  EXPECT_EQ(verdict.limits.retry_after, 30s);
}

TEST(RateKit, ReadsARateAsItWasWritten) { EXPECT_EQ(read_rate("5.3869").value().text(), "5.3869"); }

TEST(RateKit, RefusesWhatADollarNeverCost) {
  for (const auto* text : {"0", "0.0", "-5", "0.0999", "1000", "1e30", "", "abc", "5,1"}) {
    const auto rate = read_rate(text);
    ASSERT_FALSE(rate) << text;
    EXPECT_EQ(rate.error().kind, ErrorKind::bad_response) << text;
  }
  for (const auto* text : {"0.1", "1", "999.99"}) EXPECT_TRUE(read_rate(text)) << text;
}

TEST(RateKit, ReadsAnInstantOfThisCentury) {
  EXPECT_EQ(read_unix_seconds(1'795'608'000).value(), kNoon);
  EXPECT_TRUE(read_unix_seconds(946'684'800));
  EXPECT_FALSE(read_unix_seconds(946'684'799));
  EXPECT_TRUE(read_unix_seconds(4'102'444'800));
  EXPECT_FALSE(read_unix_seconds(4'102'444'801));
}

}  // namespace
}  // namespace saldo::pricing
