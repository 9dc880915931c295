#include "exchange/registry.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace saldo::exchange {
namespace {

// What holds for every adapter that will ever be added.

TEST(Registry, IdsAreUniqueAndInOrder) {
  std::vector<std::string_view> ids;
  for (const auto* exchange : all()) ids.push_back(exchange->id());
  EXPECT_FALSE(ids.empty());
  EXPECT_TRUE(std::ranges::is_sorted(ids));
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), ids.size());
}

TEST(Registry, IdsAreThoseOfCcxt) {
  for (const auto* exchange : all())
    for (const char c : exchange->id()) EXPECT_TRUE((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) << exchange->id();
}

TEST(Registry, FindsEachByItsId) {
  for (const auto* exchange : all()) EXPECT_EQ(find(exchange->id()), exchange);
  for (const auto* id : {"", "BINANCE", "binance ", "nosuch"}) EXPECT_EQ(find(id), nullptr) << id;
}

TEST(Registry, AClosedExchangeIsNoneThatCanBeRead) {
  EXPECT_TRUE(is_closed("novadax"));
  for (const auto* exchange : all()) EXPECT_FALSE(is_closed(exchange->id())) << exchange->id();
}

TEST(Registry, EachHasANameWalletsAndItsFlows) {
  for (const auto* exchange : all()) {
    EXPECT_FALSE(exchange->name.empty()) << exchange->id();
    EXPECT_FALSE(exchange->wallets.empty()) << exchange->id();
    EXPECT_NE(exchange->balances, nullptr) << exchange->id();
    EXPECT_NE(exchange->tickers, nullptr) << exchange->id();
    EXPECT_NE(exchange->peer.judge, nullptr) << exchange->id();
  }
}

TEST(Registry, WalletsAreUnique) {
  for (const auto* exchange : all())
    EXPECT_EQ(std::set(exchange->wallets.begin(), exchange->wallets.end()).size(), exchange->wallets.size());
}

TEST(Registry, HostsAreReachedByHttpsWithoutAPath) {
  for (const auto* exchange : all()) {
    EXPECT_FALSE(exchange->peer.hosts.empty()) << exchange->id();
    for (const auto& host : exchange->peer.hosts) {
      EXPECT_TRUE(host.origin.starts_with("https://")) << host.origin;
      EXPECT_EQ(host.origin.find('/', std::string_view{"https://"}.size()), std::string_view::npos) << host.origin;
      EXPECT_FALSE(host.name.empty()) << host.origin;
    }
  }
}

TEST(Registry, LimitsHaveNamesWindowsAndBudgets) {
  for (const auto* exchange : all()) {
    std::set<std::string_view> names;
    for (const auto& rule : exchange->peer.rules) {
      EXPECT_TRUE(names.insert(rule.name).second) << exchange->id() << " " << rule.name;
      EXPECT_GT(rule.budget, 0) << exchange->id() << " " << rule.name;
      EXPECT_GT(rule.window.count(), 0) << exchange->id() << " " << rule.name;
    }
  }
}

/// Holds every first ask of an exchange's flows against its description.
template <class T>
void check_asks(const Exchange& exchange, wire::Flow<T> flow) {
  const wire::Conversation<T> conversation{std::move(flow)};
  ASSERT_FALSE(conversation.done()) << exchange.id();
  for (const auto& ask : conversation.asks()) {
    EXPECT_TRUE(ask.endpoint->path.starts_with('/')) << ask.endpoint->path;
    EXPECT_FALSE(ask.endpoint->charges.empty()) << ask.endpoint->path;
    for (const auto& charge : ask.endpoint->charges) {
      ASSERT_LT(charge.rule, exchange.peer.rules.size()) << ask.endpoint->path;
      EXPECT_GT(charge.weight, 0) << ask.endpoint->path;
      EXPECT_LE(charge.weight, exchange.peer.rules[charge.rule].budget) << ask.endpoint->path;
    }
    const auto is_named = [&](const wire::Host& host) { return host.name == ask.endpoint->host; };
    EXPECT_TRUE(ask.endpoint->host.empty() || std::ranges::any_of(exchange.peer.hosts, is_named));
  }
}

TEST(Registry, RequestsAreChargedToLimitsThatExist) {
  for (const auto* exchange : all()) {
    check_asks(*exchange, exchange->balances({}));
    check_asks(*exchange, exchange->tickers());
    if (exchange->peer.server_time != nullptr) check_asks(*exchange, exchange->peer.server_time());
  }
}

TEST(Verification, HasAWordForEachDegree) {
  EXPECT_EQ(name(Verification::documents), "documents");
  EXPECT_EQ(name(Verification::recording), "recording");
  EXPECT_EQ(name(Verification::live), "live");
}

}  // namespace
}  // namespace saldo::exchange
