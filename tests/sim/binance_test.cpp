#include "sim/exchanges/binance.h"

#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/exchange_fixture.h"
#include "sim/signing.h"

namespace {

namespace json = boost::json;

constexpr std::string_view kAccount = "/api/v3/account";

class Binance : public testing::Test {
 protected:
  std::string signed_query(const std::string& query, sim::AccountRef account = {0, 0}) const {
    return fmt::format("{}&signature={}", query,
                       sim::hmac_sha256_hex(exchange->credentials(account).api_secret, query));
  }

  std::string timestamp(std::int64_t offset_ms = 0) const {
    return fmt::format("timestamp={}", asked.now_us / 1000 + offset_ms);
  }

  sim::Reply account(const std::string& query, sim::AccountRef who = {0, 0}) {
    return asked.get(kAccount, signed_query(query, who), exchange->credentials(who).api_key);
  }

  static void expect_error(const sim::Reply& reply, unsigned status, int code, std::string_view words = "") {
    EXPECT_EQ(reply.status, status) << reply.body;
    const json::object body = json::parse(reply.body).as_object();
    EXPECT_EQ(body.at("code").as_int64(), code);
    EXPECT_TRUE(std::string_view(body.at("msg").as_string()).contains(words)) << reply.body;
  }

  sim::World world{.seed = 3, .users = 20, .accounts_per_user = 2, .assets = 40, .exchanges = {"binance"}};
  std::unique_ptr<sim::Exchange> exchange = sim::make_binance(world, sim::Limits::official);
  Asked asked{.exchange = *exchange, .effects = {}};
};

TEST_F(Binance, TellsTheTimeInTheUnitThatIsAskedFor) {
  EXPECT_EQ(asked.get("/api/v3/time").body, R"({"serverTime":1790000000000})");
  EXPECT_EQ(asked.get("/api/v3/ping").body, "{}");
  sim::Request request{.method = "GET", .path = "/api/v3/time", .headers = {{"X-MBX-TIME-UNIT", "MICROSECOND"}}};
  const sim::Call call{.request = request, .now_us = asked.now_us, .effects = asked.effects};
  EXPECT_EQ(exchange->answer(call).body, R"({"serverTime":1790000000000000})");
}

TEST_F(Binance, ListsEveryAssetOrOnlyWhatIsHeld) {
  const auto all = json::parse(account(timestamp()).body).at("balances").as_array();
  const auto held = json::parse(account("omitZeroBalances=true&" + timestamp()).body).at("balances").as_array();
  EXPECT_EQ(all.size(), 40U);
  EXPECT_EQ(held.size(), exchange->wallets({0, 0}).front().holdings.size());
  for (const json::value& row : held) EXPECT_NE(std::ranges::find(all, row), all.end());
}

TEST_F(Binance, TellsAccountsApart) {
  EXPECT_NE(account(timestamp(), {0, 0}).body, account(timestamp(), {0, 1}).body);
  EXPECT_NE(account(timestamp(), {0, 0}).body, account(timestamp(), {1, 0}).body);
}

TEST_F(Binance, TakesSignaturesInEitherCase) {
  std::string query = signed_query(timestamp());
  const std::size_t start = query.find("signature=") + 10;
  for (std::size_t at = start; at < query.size(); ++at) query[at] = static_cast<char>(std::toupper(query[at]));
  EXPECT_EQ(asked.get(kAccount, query, exchange->credentials({0, 0}).api_key).status, 200U);
}

TEST_F(Binance, RefusesABadSignature) {
  const std::string key = exchange->credentials({0, 0}).api_key;
  expect_error(asked.get(kAccount, signed_query(timestamp(), {1, 0}), key), 400, -1022);
  const std::string altered = signed_query("omitZeroBalances=true&" + timestamp()).replace(17, 4, "1111");
  expect_error(asked.get(kAccount, altered, key), 400, -1022);
}

TEST_F(Binance, WantsTheSignatureLast) {
  const std::string query = signed_query(timestamp()) + "&omitZeroBalances=true";
  expect_error(asked.get(kAccount, query, exchange->credentials({0, 0}).api_key), 400, -1022);
}

TEST_F(Binance, RefusesKeysThatItDoesNotKnow) {
  const std::string query = signed_query(timestamp());
  expect_error(asked.get(kAccount, query), 401, -2014);
  expect_error(asked.get(kAccount, query, "short"), 401, -2014);
  expect_error(asked.get(kAccount, query, std::string(64, 'A')), 401, -2015);
}

TEST_F(Binance, WantsATimestampAndASignature) {
  const std::string key = exchange->credentials({0, 0}).api_key;
  expect_error(asked.get(kAccount, "", key), 400, -1102, "'timestamp'");
  expect_error(asked.get(kAccount, timestamp(), key), 400, -1102, "'signature'");
  expect_error(account("timestamp=soon"), 400, -1102, "'timestamp'");
}

struct Timing {
  std::string query;
  int code;  // 0: accepted
};

class BinanceTiming : public Binance, public testing::WithParamInterface<Timing> {};

TEST_P(BinanceTiming, IsJudgedByTheServersClock) {
  asked.now_us = 1'790'000'000'000'000;
  const sim::Reply reply = account(GetParam().query);
  if (GetParam().code == 0)
    EXPECT_EQ(reply.status, 200U) << reply.body;
  else
    expect_error(reply, 400, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(Edges, BinanceTiming,
                         testing::Values(Timing{"timestamp=1789999995000", 0}, Timing{"timestamp=1789999994999", -1021},
                                         Timing{"timestamp=1790000000999", 0}, Timing{"timestamp=1790000001000", -1021},
                                         Timing{"timestamp=1790000000000000", 0},
                                         Timing{"timestamp=1789999994999999", -1021},
                                         Timing{"timestamp=1790000000999999", 0}, Timing{"timestamp=-5", -1102},
                                         Timing{"recvWindow=60000&timestamp=1789999940000", 0},
                                         Timing{"recvWindow=60000&timestamp=1789999939999", -1021},
                                         Timing{"recvWindow=60000.001&timestamp=1790000000000", -1102},
                                         Timing{"recvWindow=0.5&timestamp=1789999999999500", 0},
                                         Timing{"recvWindow=0.5&timestamp=1789999999999499", -1021},
                                         Timing{"recvWindow=100.2345&timestamp=1790000000000", -1111},
                                         Timing{"recvWindow=-1&timestamp=1790000000000", -1102},
                                         Timing{"recvWindow=abc&timestamp=1790000000000", -1102}));

TEST_F(Binance, RefusesParametersThatItDoesNotRead) {
  expect_error(asked.get("/api/v3/time", "a=1"), 400, -1101, "expected '0' and received '1'");
  expect_error(account("foo=1&" + timestamp()), 400, -1104, "read '2' parameter(s) but was sent '3'");
  expect_error(account("recvWindow=5000&recvWindow=5000&" + timestamp()), 400, -1101, "Duplicate");
}

TEST_F(Binance, ListsPricesAtTheirWeight) {
  const sim::Reply all = asked.get("/api/v3/ticker/price");
  EXPECT_EQ(header_of(all, "x-mbx-used-weight-1m"), "4");
  EXPECT_EQ(json::parse(all.body).as_array().size(), exchange->market().pairs.size());
  const sim::Reply one = asked.get("/api/v3/ticker/price", "symbol=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT");
  EXPECT_EQ(header_of(one, "x-mbx-used-weight"), "6");
  EXPECT_EQ(json::parse(one.body).at("symbol").as_string(), "币安人生USDT");
  const sim::Reply two = asked.get("/api/v3/ticker/price", "symbols=%5B%22BTCUSDT%22,%22ETHBTC%22%5D");
  EXPECT_EQ(json::parse(two.body).as_array().size(), 2U);
  expect_error(asked.get("/api/v3/ticker/price", "symbol=NOPE"), 400, -1121);
}

TEST_F(Binance, DescribesItsLimitsAndSymbols) {
  const json::object info = json::parse(asked.get("/api/v3/exchangeInfo").body).as_object();
  EXPECT_EQ(info.at("rateLimits").at(0).at("limit").as_int64(), 6000);
  EXPECT_EQ(info.at("rateLimits").at(0).at("rateLimitType").as_string(), "REQUEST_WEIGHT");
  EXPECT_EQ(info.at("symbols").as_array().size(), exchange->market().pairs.size());
}

TEST_F(Binance, Answers300AccountsAMinuteAndNoMore) {
  for (int request = 0; request < 300; ++request) ASSERT_EQ(account(timestamp()).status, 200U);
  const sim::Reply refused = account(timestamp());
  expect_error(refused, 429, -1003, "6000 request weight per 1 MINUTE");
  EXPECT_EQ(refused.outcome, sim::Outcome::rate_limited);
  EXPECT_EQ(header_of(refused, "x-mbx-used-weight-1m"), "6020");
  EXPECT_EQ(header_of(refused, "Retry-After"), "40");  // 1,790,000,000 s is 20 s into its minute
}

TEST_F(Binance, BansWhoGoesOn) {
  for (int request = 0; request < 301; ++request) account(timestamp());
  asked.now_us += 2'000'000;
  sim::Reply reply;
  for (int request = 0; request < 10; ++request) reply = account(timestamp());
  expect_error(reply, 418, -1003, "IP banned until 1790000122000.");
  EXPECT_EQ(header_of(reply, "Retry-After"), "120");
}

TEST_F(Binance, SendsWeightsButRefusesNothingWithLimitsOff) {
  exchange = sim::make_binance(world, sim::Limits::off);
  Asked free{.exchange = *exchange, .effects = {}};
  sim::Reply reply;
  for (int request = 0; request < 1000; ++request) reply = free.get("/api/v3/exchangeInfo");
  EXPECT_EQ(reply.status, 200U);
  EXPECT_EQ(header_of(reply, "x-mbx-used-weight-1m"), "20000");
}

TEST_F(Binance, AnswersFaultsInItsOwnWords) {
  asked.effects.add({sim::FaultKind::exchange_error, 0, "-1008"});
  expect_error(account(timestamp()), 503, -1008, "overloaded");
  asked.effects = {};
  asked.effects.add({sim::FaultKind::maintenance, 0, ""});
  expect_error(account(timestamp()), 503, 1, "maintenance");
  asked.effects = {};
  asked.effects.add({sim::FaultKind::wallet_down, 0, "spot"});
  expect_error(account(timestamp()), 500, -1001);
  EXPECT_EQ(asked.get("/api/v3/ticker/price").status, 200U);
  asked.effects = {};
  asked.effects.add({sim::FaultKind::number, 0, "1e400"});
  EXPECT_EQ(json::parse(account(timestamp()).body).at("balances").at(0).at("free").as_string(), "1e400");
}

TEST_F(Binance, KnowsNoOtherPathsNorMethods) {
  EXPECT_EQ(asked.get("/api/v3/order").status, 404U);
  EXPECT_EQ(asked.send("POST", kAccount, "", "").status, 405U);
}

TEST_F(Binance, RecognisesItsUsersByTheirKey) {
  const std::string key = exchange->credentials({7, 1}).api_key;
  const sim::Request request{.method = "GET", .headers = {{"X-MBX-APIKEY", key}}};
  EXPECT_EQ(exchange->caller(request), (sim::AccountRef{7, 1}));
}

}  // namespace
