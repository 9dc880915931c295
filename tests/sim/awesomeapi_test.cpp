#include "sim/exchanges/awesomeapi.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "sim/exchange_fixture.h"

namespace {

class AwesomeApi : public testing::Test {
 protected:
  boost::json::object quote() {
    const sim::Reply reply = asked.get("/json/last/USD-BRL");
    EXPECT_EQ(reply.status, 200U);
    return boost::json::parse(reply.body).at("USDBRL").as_object();
  }

  std::string bid() { return std::string(quote().at("bid").as_string()); }

  sim::World world{.seed = 5, .users = 1, .accounts_per_user = 1, .assets = 1, .exchanges = {"binance"}};
  std::unique_ptr<sim::Exchange> exchange = sim::make_awesomeapi(world, sim::Limits::official);
  Asked asked{.exchange = *exchange, .effects = {}};
};

TEST_F(AwesomeApi, GivesTextNumbersAndBrasiliasDate) {
  asked.now_us = 1'591'109'752'000'000;  // 2020-06-02 14:55:52 UTC
  const auto found = quote();
  EXPECT_EQ(found.at("timestamp").as_string(), "1591109700");
  EXPECT_EQ(found.at("create_date").as_string(), "2020-06-02 11:55:00");
  EXPECT_EQ(found.at("code").as_string(), "USD");
  EXPECT_EQ(found.at("codein").as_string(), "BRL");
}

TEST_F(AwesomeApi, BidsTheRateThatTheTruthUses) {
  EXPECT_EQ(bid() + "0000", sim::text(sim::make_rate(world.seed).bid));
}

TEST_F(AwesomeApi, GoesDown) {
  asked.effects.add({sim::FaultKind::rate_down, 0, ""});
  EXPECT_EQ(asked.get("/json/last/USD-BRL").status, 503U);
}

TEST_F(AwesomeApi, Jumps) {
  const std::string before = bid();
  asked.effects.add({sim::FaultKind::rate_jump, 10'000, ""});
  const std::string after = bid();
  EXPECT_EQ(std::stod(after), std::stod(before) * 10);
}

TEST_F(AwesomeApi, GoesStale) {
  const std::int64_t before = std::stoll(std::string(quote().at("timestamp").as_string()));
  asked.effects.add({sim::FaultKind::rate_stale, 100, ""});
  EXPECT_EQ(std::stoll(std::string(quote().at("timestamp").as_string())), before - 360'000);
}

TEST_F(AwesomeApi, KnowsNoOtherPair) { EXPECT_EQ(asked.get("/json/last/USD-XXX").status, 404U); }

}  // namespace
