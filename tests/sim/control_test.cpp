#include "sim/control.h"

#include <algorithm>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "sim/exchanges/registry.h"

namespace {

namespace json = boost::json;

class Control : public testing::Test {
 protected:
  Control() {
    add(sim::exchange_registry().front());
    for (const auto& registration : sim::price_sources()) add(registration);
    control = std::make_unique<sim::Control>(world, venues, users, faults, clock);
  }

  void add(const sim::Registration& registration) {
    venues.push_back(std::make_unique<sim::Venue>(std::string(registration.id),
                                                  registration.make(world, sim::Limits::off), faults, users, clock));
  }

  sim::Reply ask(std::string_view method, std::string_view path, std::string_view query = "",
                 std::string_view body = "") {
    return control->answer({.method = method, .path = path, .query = query, .body = body});
  }

  json::object get(std::string_view path, std::string_view query = "") {
    const sim::Reply reply = ask("GET", path, query);
    EXPECT_EQ(reply.status, 200U) << reply.body;
    return json::parse(reply.body).as_object();
  }

  sim::Delivery visit(std::string_view path, sim::AccountRef account) {
    const std::string key = venues[0]->exchange().credentials(account).api_key;
    return venues[0]->handle(
        {.method = "GET", .path = path, .client_address = "127.0.0.1", .headers = {{"X-MBX-APIKEY", key}}});
  }

  const sim::World world{.seed = 9, .users = 30, .accounts_per_user = 2, .assets = 40, .exchanges = {"binance"}};
  sim::ClockUs clock = [] { return std::int64_t{1'790'000'000'000'000}; };
  sim::FaultBook faults{9};
  sim::UserRequests users{world.users};
  std::vector<std::unique_ptr<sim::Venue>> venues;
  std::unique_ptr<sim::Control> control;
};

TEST_F(Control, TellsTheTruthOfAUser) {
  const json::object truth = get("/truth", "user=user-000003");
  EXPECT_EQ(truth.at("user_id").as_string(), "user-000003");
  ASSERT_EQ(truth.at("accounts").as_array().size(), 2U);
  const json::object& second = truth.at("accounts").at(1).as_object();
  EXPECT_EQ(second.at("exchange_id").as_string(), "binance");
  EXPECT_EQ(second.at("label").as_string(), "2");
  for (const json::value& row : second.at("balances").as_array()) {
    EXPECT_EQ(row.at("wallet").as_string(), "spot");
    EXPECT_EQ(row.at("borrowed").as_string(), "0.00000000");
  }
}

TEST_F(Control, GivesTruthInPagesThatAgreeWithSingleUsers) {
  const sim::Reply page = ask("GET", "/truth", "all=1&from=28&count=10");
  EXPECT_EQ(std::ranges::count(page.body, '\n'), 2);
  EXPECT_EQ(page.body, ask("GET", "/truth", "user=user-000029").body + ask("GET", "/truth", "user=user-000030").body);
  EXPECT_EQ(ask("GET", "/truth", "all=1&from=30").body, "");
  EXPECT_EQ(ask("GET", "/truth", "all=1&count=0").status, 400U);
}

TEST_F(Control, CountsWhatAnExchangeHasSeen) {
  visit("/api/v3/time", {4, 0});
  visit("/api/v3/account", {4, 1});
  const json::object binance = get("/stats").at("exchanges").at("binance").as_object();
  EXPECT_EQ(binance.at("requests").as_int64(), 2);
  EXPECT_EQ(binance.at("ok").as_int64(), 1);
  EXPECT_EQ(binance.at("rejected").at("bad_parameter").as_int64(), 1);
  EXPECT_EQ(binance.at("paths").at("/api/v3/account").as_int64(), 1);
  EXPECT_EQ(get("/stats", "user=user-000005").at("requests").as_int64(), 2);
  EXPECT_EQ(get("/stats", "user=user-000006").at("requests").as_int64(), 0);
}

TEST_F(Control, ForgetsWhatItCounted) {
  visit("/api/v3/time", {4, 0});
  EXPECT_EQ(ask("POST", "/stats/reset").status, 200U);
  EXPECT_EQ(get("/stats").at("exchanges").at("binance").at("requests").as_int64(), 0);
  EXPECT_EQ(get("/stats", "user=user-000005").at("requests").as_int64(), 0);
}

TEST_F(Control, ReplacesFaults) {
  EXPECT_EQ(ask("POST", "/faults", "", R"([{"kind":"http_error","status":502}])").status, 200U);
  EXPECT_EQ(visit("/api/v3/time", {0, 0}).reply.status, 502U);
  EXPECT_EQ(get("/stats").at("exchanges").at("binance").at("faulted").as_int64(), 1);
  EXPECT_EQ(ask("POST", "/faults", "", "{}").status, 200U);
  EXPECT_EQ(visit("/api/v3/time", {0, 0}).reply.status, 200U);
}

TEST_F(Control, KeepsItsFaultsWhenNewOnesAreWrong) {
  ask("POST", "/faults", "", R"([{"kind":"http_error","status":502}])");
  const sim::Reply refused = ask("POST", "/faults", "", R"([{"kind":"bang"}])");
  EXPECT_EQ(refused.status, 400U);
  EXPECT_EQ(json::parse(refused.body).at("error").as_string(), "rules[0]: unknown kind \"bang\"");
  EXPECT_EQ(visit("/api/v3/time", {0, 0}).reply.status, 502U);
}

TEST_F(Control, SkewsAnExchangesClock) {
  ask("POST", "/faults", "", R"([{"kind":"clock_skew","ms":-7000}])");
  EXPECT_EQ(visit("/api/v3/time", {0, 0}).reply.body, R"({"serverTime":1789999993000})");
}

TEST_F(Control, SaysWhatItDoesNotKnow) {
  EXPECT_EQ(ask("GET", "/truth", "user=nobody").status, 404U);
  EXPECT_EQ(ask("GET", "/truth").status, 400U);
  EXPECT_EQ(ask("GET", "/nothing").status, 404U);
  EXPECT_EQ(ask("GET", "/ready").status, 200U);
}

}  // namespace
