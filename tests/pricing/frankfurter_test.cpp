#include "pricing/frankfurter.h"

#include <string>

#include <gtest/gtest.h>

#include "support/conversation.h"
#include "support/decimals.h"

namespace saldo::pricing {
namespace {

using namespace std::chrono_literals;

Result<UsdBrl> fetched(std::string_view json) {
  const http::Response response{.status = 200, .headers = {}, .body = std::string{json}};
  test::Counterpart counterpart;
  counterpart.then(test::judged(kFrankfurter.peer, response, test::kNoon));
  return counterpart.talk(kFrankfurter.fetch());
}

TEST(Frankfurter, ReadsARateAndItsDate) {
  const auto rate = fetched(R"({"date":"2026-11-20","base":"USD","quote":"BRL","rate":5.1})");
  ASSERT_TRUE(rate) << rate.error().message;
  EXPECT_EQ(rate->rate.text(), "5.1");
  EXPECT_EQ(rate->source, "frankfurter");
  EXPECT_EQ(rate->as_of, test::kNoon - 12h - 24h * 5) << "the day begins at 00:00 UTC";
}

TEST(Frankfurter, AsksOneUnsignedQuestion) {
  test::Counterpart counterpart;
  EXPECT_FALSE(counterpart.talk(kFrankfurter.fetch()));
  ASSERT_EQ(counterpart.asked().size(), 1U);
  EXPECT_EQ(counterpart.asked()[0].endpoint->path, "/v2/rate/USD/BRL");
  EXPECT_EQ(counterpart.asked()[0].endpoint->sign, nullptr);
}

TEST(Frankfurter, RefusesWhatIsNoRate) {
  for (const auto* number : {"0", "-5", "1000", "null", "\"five\""})
    EXPECT_FALSE(fetched(R"({"date":"2026-11-20","base":"USD","quote":"BRL","rate":)" + std::string{number} + "}"))
        << number;
}

TEST(Frankfurter, RefusesARateWithoutAReadableDate) {
  EXPECT_FALSE(fetched(R"({"base":"USD","quote":"BRL","rate":5.1})"));
  EXPECT_FALSE(fetched(R"({"date":"last Friday","base":"USD","quote":"BRL","rate":5.1})"));
}

// Rates of another pair must not be taken for ours, should the path ever mean something else.
TEST(Frankfurter, RefusesRatesOfAnotherPair) {
  EXPECT_FALSE(fetched(R"({"date":"2026-11-20","base":"EUR","quote":"BRL","rate":5.9})"));
  EXPECT_FALSE(fetched(R"({"date":"2026-11-20","base":"USD","quote":"ARS","rate":900})"));
}

}  // namespace
}  // namespace saldo::pricing
