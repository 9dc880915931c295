#include "sim/exchanges/coinbase_rates.h"

#include <set>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "sim/exchange_fixture.h"
#include "sim/exchanges/price_source.h"

namespace {

constexpr std::string_view kPath = "/v2/exchange-rates";

/// The exact number that a text holds.
sim::Rational number(const boost::json::value& text) {
  std::string digits(text.as_string());
  const std::size_t point = digits.find('.');
  const std::size_t places = point == std::string::npos ? 0 : digits.size() - point - 1;
  if (places > 0) digits.erase(point, 1);
  digits.erase(0, digits.find_first_not_of('0'));  // a zero in front would make it octal
  using boost::multiprecision::cpp_int;
  return sim::Rational(cpp_int(digits), pow(cpp_int(10), static_cast<unsigned>(places)));
}

sim::Rational bid_of(std::uint64_t seed) {
  const sim::Fixed8 bid = sim::make_rate(seed).bid;
  return sim::Rational(bid.whole * sim::Fixed8::kScale + bid.fraction, sim::Fixed8::kScale);
}

class CoinbaseRates : public testing::Test {
 protected:
  boost::json::object data(std::string_view query = "currency=USD") {
    const sim::Reply reply = asked.get(kPath, query);
    EXPECT_EQ(reply.status, 200U);
    return boost::json::parse(reply.body).at("data").as_object();
  }

  boost::json::value real() { return data().at("rates").at("BRL"); }

  sim::World world{.seed = 5, .users = 1, .accounts_per_user = 1, .assets = 1, .exchanges = {"binance"}};
  std::unique_ptr<sim::Exchange> exchange = sim::make_coinbase_rates(world, sim::Limits::official);
  Asked asked{.exchange = *exchange, .effects = {}};
};

TEST_F(CoinbaseRates, GivesTextsForCoinsAndMoneyAlike) {
  const auto found = data();
  EXPECT_EQ(found.at("currency").as_string(), "USD");
  const auto& rates = found.at("rates").as_object();
  for (const auto* code : {"BRL", "EUR", "BTC", "USDT"}) EXPECT_GT(number(rates.at(code)), 0) << code;
  EXPECT_EQ(rates.at("USD").as_string(), "1");
  EXPECT_LT(number(rates.at("BTC")), sim::Rational(1, 1000));
}

TEST_F(CoinbaseRates, AssumesTheDollar) { EXPECT_EQ(data(""), data("currency=USD")); }

TEST_F(CoinbaseRates, TurnsTheRatesForAnotherCurrency) {
  const auto found = data("currency=BRL");
  EXPECT_EQ(found.at("currency").as_string(), "BRL");
  EXPECT_EQ(found.at("rates").at("BRL").as_string(), "1");
  EXPECT_EQ(found.at("rates").at("USD").as_string(), sim::short_text(1 / number(real()), 16));
}

TEST_F(CoinbaseRates, IsWithinHalfAPercentOfTheTruthButNotTheSameForEverySeed) {
  std::set<sim::Rational> factors;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    world.seed = seed;
    const auto fresh = sim::make_coinbase_rates(world, sim::Limits::official);
    Asked one{.exchange = *fresh, .effects = {}};
    const auto rates = boost::json::parse(one.get(kPath).body).at("data").at("rates");
    const sim::Rational factor = number(rates.at("BRL")) / bid_of(seed);
    EXPECT_LT(abs(sim::Rational(factor - 1)), sim::Rational(5, 1000));
    factors.insert(factor);
  }
  EXPECT_GT(factors.size(), 90U);
  EXPECT_LT(*factors.begin(), sim::Rational(997, 1000));
  EXPECT_GT(*factors.rbegin(), sim::Rational(1003, 1000));
}

TEST_F(CoinbaseRates, JumpsByTheExactFactorInTheRealAlone) {
  const auto before = data().at("rates");
  asked.effects.add({sim::FaultKind::rate_jump, 1500, ""});
  const auto after = data().at("rates");
  EXPECT_EQ(number(after.at("BRL")), number(before.at("BRL")) * 3 / 2);
  EXPECT_EQ(after.at("EUR"), before.at("EUR"));
}

TEST_F(CoinbaseRates, CanNotBeStaleBecauseItSendsNoTime) {
  const auto before = data();
  asked.effects.add({sim::FaultKind::rate_stale, 100, ""});
  EXPECT_EQ(data(), before);
}

TEST_F(CoinbaseRates, GivesANumberThatIsNone) {
  asked.effects.add({sim::FaultKind::number, 0, "1e400"});
  EXPECT_EQ(real().as_string(), "1e400");
}

TEST_F(CoinbaseRates, GoesDown) {
  asked.effects.add({sim::FaultKind::rate_down, 0, ""});
  EXPECT_EQ(asked.get(kPath).status, 503U);
}

TEST_F(CoinbaseRates, RefusesWhatItDoesNotKnow) {
  const sim::Reply refused = asked.get(kPath, "currency=XXX");
  EXPECT_EQ(refused.status, 400U);
  EXPECT_EQ(refused.body, R"x({"errors":[{"id":"invalid_request","message":"Invalid currency (XXX)"}]})x");
  EXPECT_EQ(asked.get("/v2/exchange-rates/USD").status, 404U);
}

}  // namespace
