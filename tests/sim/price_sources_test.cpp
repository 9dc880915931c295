#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/exchanges/registry.h"
#include "sim/venue.h"

namespace {

/// The price sources as their port has them: asked by path.
class PriceSources : public testing::Test {
 protected:
  PriceSources() {
    for (const sim::Registration& source : sim::price_sources())
      venues.push_back(std::make_unique<sim::Venue>(std::string(source.id), source.make(world, sim::Limits::official),
                                                    faults, users, [] { return std::int64_t{1}; }));
  }

  void set_faults(std::string_view json) {
    auto rules = sim::parse_faults(json);
    ASSERT_TRUE(rules) << rules.error();
    faults.replace(std::move(*rules), 0);
  }

  /// The status of each source, in the order of the registry.
  std::vector<unsigned> statuses() {
    std::vector<unsigned> found;
    for (const auto* path : {"/json/last/USD-BRL", "/v2/exchange-rates", "/v2/rate/USD/BRL"})
      found.push_back(venues[sim::price_source_for(path)]->handle({.method = "GET", .path = path}).reply.status);
    return found;
  }

  const sim::World world{.seed = 9, .users = 1, .accounts_per_user = 1, .assets = 1, .exchanges = {"binance"}};
  sim::FaultBook faults{9};
  sim::UserRequests users{1};
  std::vector<std::unique_ptr<sim::Venue>> venues;
};

using Statuses = std::vector<unsigned>;

TEST_F(PriceSources, AreTheOnesThatAnswerTheirPaths) {
  EXPECT_EQ(statuses(), (Statuses{200, 200, 200}));
  EXPECT_EQ(venues[sim::price_source_for("/json/last/USD-BRL")]->id(), "awesomeapi");
  EXPECT_EQ(venues[sim::price_source_for("/anything")]->id(), "awesomeapi");
  EXPECT_EQ(venues[sim::price_source_for("/v2/exchange-rates")]->id(), "coinbase-rates");
  EXPECT_EQ(venues[sim::price_source_for("/v2/rate/USD/BRL")]->id(), "frankfurter");
  EXPECT_EQ(venues[sim::price_source_for("/v2/rates")]->id(), "frankfurter");
}

TEST_F(PriceSources, AllGoDownByAFaultThatNamesNone) {
  set_faults(R"([{"kind":"rate_down"}])");
  EXPECT_EQ(statuses(), (Statuses{503, 503, 503}));
}

TEST_F(PriceSources, GoDownAlone) {
  set_faults(R"([{"kind":"rate_down","match":{"exchange":"coinbase-rates"}}])");
  EXPECT_EQ(statuses(), (Statuses{200, 503, 200}));
  set_faults(R"([{"kind":"maintenance","match":{"exchange":"frankfurter"}}])");
  EXPECT_EQ(statuses(), (Statuses{200, 200, 503}));
  set_faults(R"([{"kind":"http_error","status":502,"match":{"exchange":"awesomeapi"}}])");
  EXPECT_EQ(statuses(), (Statuses{502, 200, 200}));
}

TEST_F(PriceSources, AreCountedApart) {
  set_faults(R"([{"kind":"html","match":{"exchange":"frankfurter"}}])");
  statuses();
  venues[1]->handle({.method = "GET", .path = "/v2/exchange-rates", .query = "currency=XXX"});
  EXPECT_EQ(venues[0]->stats().requests, 1U);
  EXPECT_EQ(venues[1]->stats().requests, 2U);
  EXPECT_EQ(venues[1]->stats().outcomes[static_cast<std::size_t>(sim::Outcome::bad_parameter)], 1U);
  EXPECT_EQ(venues[2]->stats().faulted, 1U);
}

}  // namespace
