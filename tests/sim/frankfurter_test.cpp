#include "sim/exchanges/frankfurter.h"

#include <cmath>
#include <set>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "sim/exchange_fixture.h"

namespace {

constexpr std::string_view kPath = "/v2/rate/USD/BRL";
constexpr std::int64_t kSaturdayUs = 1'785'542'400'000'000;  // 2026-08-01 00:00 UTC
constexpr std::int64_t kHourUs = 3'600'000'000;

class Frankfurter : public testing::Test {
 protected:
  std::string body() {
    const sim::Reply reply = asked.get(kPath);
    EXPECT_EQ(reply.status, 200U);
    return reply.body;
  }

  std::string date_at(std::int64_t now_us) {
    asked.now_us = now_us;
    return std::string(boost::json::parse(body()).at("date").as_string());
  }

  /// The number as it is written.
  std::string rate() {
    const std::string text = body();
    const std::size_t start = text.find(R"("rate":)") + 7;
    return text.substr(start, text.size() - start - 1);
  }

  sim::World world{.seed = 5, .users = 1, .accounts_per_user = 1, .assets = 1, .exchanges = {"binance"}};
  std::unique_ptr<sim::Exchange> exchange = sim::make_frankfurter(world, sim::Limits::official);
  Asked asked{.exchange = *exchange, .effects = {}};
};

TEST_F(Frankfurter, GivesARowWithANumber) {
  asked.effects.add({sim::FaultKind::number, 0, "5.1234"});
  asked.now_us = kSaturdayUs - kHourUs;
  EXPECT_EQ(body(), R"({"date":"2026-07-31","base":"USD","quote":"BRL","rate":5.1234})");
  EXPECT_EQ(asked.get("/v2/rate/usd/brl").body, body());
}

TEST_F(Frankfurter, GivesTheSameRowInAList) {
  EXPECT_EQ(asked.get("/v2/rates", "base=USD&quotes=BRL").body, "[" + body() + "]");
}

TEST_F(Frankfurter, DatesARateByTheLastBusinessDay) {
  EXPECT_EQ(date_at(kSaturdayUs - 1), "2026-07-31");
  EXPECT_EQ(date_at(kSaturdayUs), "2026-07-31");
  EXPECT_EQ(date_at(kSaturdayUs + 47 * kHourUs), "2026-07-31");
  EXPECT_EQ(date_at(kSaturdayUs + 48 * kHourUs), "2026-08-03");
}

TEST_F(Frankfurter, GoesStale) {
  asked.effects.add({sim::FaultKind::rate_stale, 100, ""});
  EXPECT_EQ(date_at(kSaturdayUs + 48 * kHourUs), "2026-07-29");
}

TEST_F(Frankfurter, IsWithinAPercentOfTheTruthInFourPlacesButNotTheSameForEverySeed) {
  std::set<long> offsets_ppm;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    world.seed = seed;
    const auto of_this_seed = sim::make_frankfurter(world, sim::Limits::official);
    Asked one{.exchange = *of_this_seed, .effects = {}};
    const double sent = boost::json::parse(one.get(kPath).body).at("rate").as_double();
    const double offset = sent / std::stod(sim::text(sim::make_rate(seed).bid)) - 1;
    EXPECT_LT(std::abs(offset), 0.01);
    offsets_ppm.insert(std::lround(offset * 1e6));
  }
  EXPECT_GT(offsets_ppm.size(), 90U);
  EXPECT_LT(*offsets_ppm.begin(), -7000);
  EXPECT_GT(*offsets_ppm.rbegin(), 7000);
  const std::string text = rate();
  EXPECT_LE(text.size(), std::string_view("5.1234").size());
}

TEST_F(Frankfurter, Jumps) {
  const double before = std::stod(rate());
  asked.effects.add({sim::FaultKind::rate_jump, 10'000, ""});
  EXPECT_NEAR(std::stod(rate()), before * 10, 0.001);
}

TEST_F(Frankfurter, GoesDown) {
  asked.effects.add({sim::FaultKind::rate_down, 0, ""});
  EXPECT_EQ(asked.get(kPath).status, 503U);
}

TEST_F(Frankfurter, RefusesWhatItDoesNotKnow) {
  const sim::Reply refused = asked.get("/v2/rate/USD/XXX");
  EXPECT_EQ(refused.status, 422U);
  EXPECT_EQ(refused.body, R"({"status":422,"message":"invalid currency: XXX"})");
  EXPECT_EQ(asked.get("/v2/rates").status, 422U);  // the base is the euro then
  EXPECT_EQ(asked.get("/v2/rate/USD").status, 404U);
  EXPECT_EQ(asked.get("/v2/other").status, 404U);
}

}  // namespace
