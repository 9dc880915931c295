#include "pricing/awesomeapi.h"

#include <gtest/gtest.h>

#include "support/conversation.h"
#include "support/decimals.h"

namespace saldo::pricing {
namespace {

using namespace std::chrono_literals;
using test::Counterpart;
using test::decimal;
using test::kNoon;

Result<UsdBrl> fetched(std::string_view json) {
  Counterpart counterpart;
  counterpart.then(json);
  return counterpart.talk(kAwesomeApi.fetch());
}

std::string quote_of(std::string_view bid, std::string_view timestamp = "\"1795608000\"") {
  return R"({"USDBRL":{"code":"USD","codein":"BRL","bid":)" + std::string{bid} + R"(,"timestamp":)" +
         std::string{timestamp} + "}}";
}

// The shape is that of docs.awesomeapi.com.br/api-de-moedas.
TEST(AwesomeApi, ReadsTheDocumentedReply) {
  const auto rate = fetched(R"({"USDBRL":{"code":"USD","codein":"BRL","name":"Dólar Americano/Real Brasileiro",
    "high":"5.4012","low":"5.3671","varBid":"0.0034","pctChange":"0.06","bid":"5.3869","ask":"5.3899",
    "timestamp":"1795608000","create_date":"2026-11-25 09:00:00"}})");
  ASSERT_TRUE(rate) << rate.error().message;
  EXPECT_EQ(rate->rate.text(), "5.3869");
  EXPECT_EQ(rate->source, "awesomeapi");
  EXPECT_EQ(rate->as_of, kNoon);
  EXPECT_FALSE(rate->stale);
}

TEST(AwesomeApi, AsksOneUnsignedQuestion) {
  Counterpart counterpart;
  EXPECT_FALSE(counterpart.talk(kAwesomeApi.fetch()));
  ASSERT_EQ(counterpart.asked().size(), 1U);
  EXPECT_EQ(counterpart.asked()[0].endpoint->path, "/json/last/USD-BRL");
  EXPECT_EQ(counterpart.asked()[0].endpoint->sign, nullptr);
}

TEST(AwesomeApi, TakesNumbersAsNumbers) { EXPECT_EQ(fetched(quote_of("5.39", "1795608000"))->rate, decimal("5.39")); }

TEST(AwesomeApi, RefusesWhatIsNoRate) {
  for (const auto* bid : {"\"0\"", "\"-5.4\"", "\"NaN\"", "\"\"", "null", "[]", "1e400", "\"0.099\"", "\"1000\""}) {
    const auto rate = fetched(quote_of(bid));
    ASSERT_FALSE(rate) << bid;
    EXPECT_EQ(rate.error().kind, ErrorKind::bad_response);
  }
  for (const auto* bid : {"\"0.1\"", "\"999.99\""}) EXPECT_TRUE(fetched(quote_of(bid))) << bid;
}

TEST(AwesomeApi, RefusesAQuoteWithoutItsTime) {
  for (const auto* time : {"null", "\"now\"", "1.5", "\"2026-11-25\""})
    EXPECT_FALSE(fetched(quote_of("\"5.4\"", time)));
}

TEST(AwesomeApi, RefusesATimeThatCannotBe) {
  for (const auto* time : {"0", "-1", "4102444801", "1795608000000", "9223372036854775807", "-9223372036854775808"})
    EXPECT_FALSE(fetched(quote_of("\"5.4\"", time))) << time;
}

TEST(AwesomeApi, NamesWhatIsMissing) {
  EXPECT_EQ(fetched("{}").error().message, R"(the reply has no object "USDBRL")");
  EXPECT_EQ(fetched(R"({"USDBRL":{}})").error().message, R"(the reply has no text "bid")");
}

wire::Verdict judge(int status, std::vector<http::Header> headers = {}) {
  return kAwesomeApi.peer.judge({.status = status, .headers = std::move(headers), .body = "<html>"}, kNoon);
}

TEST(AwesomeApiJudge, GoesByTheStatus) {
  EXPECT_FALSE(judge(200).error);
  EXPECT_EQ(judge(404).error->kind, ErrorKind::bad_response);
  EXPECT_EQ(judge(503).error->kind, ErrorKind::maintenance);
  EXPECT_EQ(judge(503).error->message, "it answered 503");
}

TEST(AwesomeApiJudge, HonoursRetryAfter) {
  const auto verdict = judge(429, {{"Retry-After", "12"}});
  EXPECT_EQ(verdict.error->kind, ErrorKind::rate_limited);
  EXPECT_EQ(verdict.error->until, kNoon + 12s);
  EXPECT_TRUE(verdict.limits.limited);
  EXPECT_EQ(verdict.limits.retry_after, 12s);
}

TEST(RateSources, AreAskedByHttpsAndHaveAName) {
  EXPECT_FALSE(rate_sources().empty());
  for (const auto* source : rate_sources()) {
    EXPECT_FALSE(source->peer.id.empty());
    EXPECT_NE(source->peer.judge, nullptr);
    EXPECT_NE(source->fetch, nullptr);
    for (const auto& host : source->peer.hosts) EXPECT_TRUE(host.origin.starts_with("https://")) << host.origin;
  }
}

}  // namespace
}  // namespace saldo::pricing
