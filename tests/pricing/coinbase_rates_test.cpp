#include "pricing/coinbase_rates.h"

#include <string>

#include <gtest/gtest.h>

#include "support/conversation.h"
#include "support/decimals.h"

namespace saldo::pricing {
namespace {

Result<UsdBrl> fetched(std::string_view json) {
  const http::Response response{.status = 200, .headers = {}, .body = std::string{json}};
  test::Counterpart counterpart;
  counterpart.then(test::judged(kCoinbaseRates.peer, response, test::kNoon));
  return counterpart.talk(kCoinbaseRates.fetch());
}

// The shape is that of docs.cdp.coinbase.com/coinbase-app/track-apis/exchange-rates.
TEST(CoinbaseRates, ReadsTheDocumentedReply) {
  const auto rate = fetched(R"({"data":{"currency":"USD","rates":{"AED":"3.6730","BRL":"5.1100","USD":"1.0"}}})");
  ASSERT_TRUE(rate) << rate.error().message;
  EXPECT_EQ(rate->rate.text(), "5.1100");
  EXPECT_EQ(rate->source, "coinbase-rates");
  EXPECT_EQ(rate->as_of, Time{}) << "it says no time";
  EXPECT_FALSE(rate->stale);
}

TEST(CoinbaseRates, AsksOneUnsignedQuestionAboutTheDollar) {
  test::Counterpart counterpart;
  EXPECT_FALSE(counterpart.talk(kCoinbaseRates.fetch()));
  ASSERT_EQ(counterpart.asked().size(), 1U);
  EXPECT_EQ(counterpart.asked()[0].endpoint->path, "/v2/exchange-rates");
  EXPECT_EQ(counterpart.asked()[0].endpoint->sign, nullptr);
  EXPECT_EQ(counterpart.asked()[0].draft.query.encoded(), "currency=USD");
}

TEST(CoinbaseRates, RefusesRatesOfAnotherCurrency) {
  EXPECT_FALSE(fetched(R"({"data":{"currency":"EUR","rates":{"BRL":"5.9"}}})"));
  EXPECT_FALSE(fetched(R"({"data":{"rates":{"BRL":"5.9"}}})"));
}

TEST(CoinbaseRates, RefusesWhatIsNoRate) {
  for (const auto* text : {R"("0")", R"("-5")", R"("1000")", "null", "{}"})
    EXPECT_FALSE(fetched(R"({"data":{"currency":"USD","rates":{"BRL":)" + std::string{text} + "}}}")) << text;
}

TEST(CoinbaseRates, NamesWhatIsMissing) {
  EXPECT_EQ(fetched("{}").error().message, R"(the reply has no object "data")");
  EXPECT_EQ(fetched(R"({"data":{"currency":"USD"}})").error().message, R"(the reply has no object "rates")");
  EXPECT_EQ(fetched(R"({"data":{"currency":"USD","rates":{}}})").error().message, R"(the reply has no text "BRL")");
}

}  // namespace
}  // namespace saldo::pricing
