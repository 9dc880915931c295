#include "sim/faults.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace {

using sim::FaultBook;
using sim::FaultKind;

std::string complaint(std::string_view json) {
  const auto rules = sim::parse_faults(json);
  return rules ? "" : rules.error();
}

FaultBook book_of(std::string_view json) {
  FaultBook book(1);
  auto rules = sim::parse_faults(json);
  EXPECT_TRUE(rules) << rules.error();
  book.replace(*rules, 0);
  return book;
}

bool hits(FaultBook& book, std::string_view exchange, std::string_view path, std::string_view user = "",
          std::int64_t now_ms = 0) {
  return !book.effects(exchange, path, user, now_ms * 1000).all().empty();
}

TEST(ParseFaults, ReadsEveryKind) {
  const auto rules = sim::parse_faults(R"({"rules":[
    {"kind":"http_error","status":503,"body":"no"}, {"kind":"exchange_error","code":-1021}, {"kind":"latency","ms":50},
    {"kind":"half_body"}, {"kind":"broken_json"}, {"kind":"deep_json"}, {"kind":"huge_body","bytes":1000000000},
    {"kind":"invalid_utf8"}, {"kind":"number","text":"1e400"}, {"kind":"html"}, {"kind":"drop_connection"},
    {"kind":"stall"}, {"kind":"slow_drip","ms":10}, {"kind":"maintenance"}, {"kind":"clock_skew","ms":-7000},
    {"kind":"wallet_down","wallet":"spot"}, {"kind":"rate_down"}, {"kind":"rate_jump","factor":1.5},
    {"kind":"rate_stale","hours":100}]})");
  ASSERT_TRUE(rules) << rules.error();
  ASSERT_EQ(rules->size(), 19U);
  EXPECT_EQ((*rules)[0].fault.amount, 503);
  EXPECT_EQ((*rules)[0].fault.text, "no");
  EXPECT_EQ((*rules)[1].fault.text, "-1021");
  EXPECT_EQ((*rules)[5].fault.amount, 100'000);
  EXPECT_EQ((*rules)[14].fault.amount, -7000);
  EXPECT_EQ((*rules)[17].fault.amount, 1500);
}

TEST(ParseFaults, TakesNothingAsNoRules) {
  EXPECT_TRUE(sim::parse_faults("{}")->empty());
  EXPECT_TRUE(sim::parse_faults("[]")->empty());
}

TEST(ParseFaults, NamesWhatIsWrong) {
  EXPECT_EQ(complaint(R"([{"kind":"stall","x":1}])"), "rules[0]: unknown field \"x\"");
  EXPECT_EQ(complaint(R"([{"kind":"stall"},{"kind":"bang"}])"), "rules[1]: unknown kind \"bang\"");
  EXPECT_EQ(complaint(R"([{"match":{}}])"), "rules[0]: \"kind\" is missing");
  EXPECT_EQ(complaint(R"([{"kind":"latency"}])"), "rules[0]: \"ms\" is missing");
  EXPECT_EQ(complaint(R"([{"kind":"number"}])"), "rules[0]: \"text\" is missing");
  EXPECT_EQ(complaint(R"([{"kind":"http_error","status":42}])"),
            "rules[0]: \"status\" must be a number from 300 to 599");
  EXPECT_EQ(complaint(R"([{"kind":"latency","ms":1.5}])"), "rules[0]: \"ms\" must be a whole number");
  EXPECT_EQ(complaint(R"([{"kind":"stall","match":{"pth":"/"}}])"), "rules[0].match: unknown field \"pth\"");
  EXPECT_EQ(complaint(R"([{"kind":"stall","match":{"p":2}}])"), "rules[0].match: \"p\" must be a number from 0 to 1");
  EXPECT_EQ(complaint(R"([{"kind":"stall","match":{"users":[]}}])"),
            "rules[0].match: \"users\" must be a list of texts");
  EXPECT_EQ(complaint(R"({"rule":[]})"), "faults: unknown field \"rule\"");
  EXPECT_EQ(complaint("7"), "faults: must be an object with \"rules\" or a list of rules");
  EXPECT_TRUE(complaint("{").starts_with("faults: not JSON"));
}

TEST(FaultBook, MatchesExchangeAndPathPrefix) {
  auto book = book_of(R"([{"kind":"stall","match":{"exchange":"binance","path":"/api/v3/acc"}}])");
  EXPECT_TRUE(hits(book, "binance", "/api/v3/account"));
  EXPECT_FALSE(hits(book, "binance", "/api/v3/time"));
  EXPECT_FALSE(hits(book, "kraken", "/api/v3/account"));
}

TEST(FaultBook, MatchesOnlyTheNamedUsers) {
  auto book = book_of(R"([{"kind":"stall","match":{"users":["user-000001","user-000003"]}}])");
  EXPECT_TRUE(hits(book, "binance", "/", "user-000003"));
  EXPECT_FALSE(hits(book, "binance", "/", "user-000002"));
  EXPECT_FALSE(hits(book, "binance", "/"));
}

TEST(FaultBook, MatchesTheSameFractionOfUsersEachTime) {
  auto book = book_of(R"([{"kind":"stall","match":{"user_fraction":0.3}}])");
  int hit = 0;
  for (int user = 0; user < 2000; ++user) {
    const std::string id = fmt::format("user-{:06}", user);
    const bool first = hits(book, "binance", "/", id);
    EXPECT_EQ(first, hits(book, "binance", "/", id));
    hit += first ? 1 : 0;
  }
  EXPECT_NEAR(hit, 600, 80);
}

TEST(FaultBook, MatchesWithAProbability) {
  auto book = book_of(R"([{"kind":"stall","match":{"p":0.1}}])");
  int hit = 0;
  for (int request = 0; request < 5000; ++request) hit += hits(book, "binance", "/") ? 1 : 0;
  EXPECT_NEAR(hit, 500, 90);
}

TEST(FaultBook, MatchesATimeSinceTheRulesWereSet) {
  auto book = book_of(R"([{"kind":"stall","match":{"from_ms":100,"until_ms":200}}])");
  EXPECT_FALSE(hits(book, "binance", "/", "", 99));
  EXPECT_TRUE(hits(book, "binance", "/", "", 100));
  EXPECT_TRUE(hits(book, "binance", "/", "", 199));
  EXPECT_FALSE(hits(book, "binance", "/", "", 200));
}

TEST(FaultBook, StopsAfterTheFirstRequestsThatMatch) {
  auto book = book_of(R"([{"kind":"stall","match":{"path":"/a","first":2}}])");
  EXPECT_FALSE(hits(book, "binance", "/b"));
  EXPECT_TRUE(hits(book, "binance", "/a"));
  EXPECT_TRUE(hits(book, "binance", "/a"));
  EXPECT_FALSE(hits(book, "binance", "/a"));
}

TEST(FaultBook, GivesAllRulesThatMatch) {
  auto book = book_of(R"([{"kind":"latency","ms":5},{"kind":"html"}])");
  const auto effects = book.effects("binance", "/", "", 0);
  EXPECT_NE(effects.find(FaultKind::latency), nullptr);
  EXPECT_NE(effects.find(FaultKind::html), nullptr);
  EXPECT_EQ(effects.find(FaultKind::stall), nullptr);
}

}  // namespace
