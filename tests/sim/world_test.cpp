#include "sim/world.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/exchanges/binance_listings.h"

namespace {

using sim::AccountRef;
using sim::World;

World world_of(std::uint32_t users, std::uint32_t accounts, std::vector<std::string> exchanges = {"binance"}) {
  return {.seed = 7, .users = users, .accounts_per_user = accounts, .assets = 40, .exchanges = std::move(exchanges)};
}

sim::Market binance_market(const World& world) {
  return sim::make_market(world.seed, "binance", sim::binance_listings(), world.assets, "USDT");
}

RC_GTEST_PROP(Token, IsReadBackToItsAccount, ()) {
  const World world = world_of(10'000'000, 100);
  const AccountRef account{*rc::gen::inRange<std::uint32_t>(0, world.users), *rc::gen::inRange<std::uint32_t>(0, 100)};
  const std::string token = sim::make_token(world, account);
  RC_ASSERT(token.size() == 64U);
  RC_ASSERT(std::ranges::all_of(token, [](unsigned char c) { return std::isalnum(c) != 0; }));
  RC_ASSERT(sim::read_token(world, token) == account);
}

RC_GTEST_PROP(Token, IsRefusedWhenAnyCharacterIsChanged, ()) {
  const World world = world_of(100'000, 2);
  std::string token = sim::make_token(world, {*rc::gen::inRange<std::uint32_t>(0, world.users), 1});
  char& changed = token[*rc::gen::inRange<std::size_t>(0, token.size())];
  changed = changed == 'x' ? 'y' : 'x';
  RC_ASSERT(!sim::read_token(world, token));
}

TEST(Token, OfAnotherSeedIsRefused) {
  World other = world_of(10, 1);
  other.seed = 8;
  EXPECT_FALSE(sim::read_token(other, sim::make_token(world_of(10, 1), {3, 0})));
}

TEST(Secret, DiffersFromAccountToAccountAndFromTheToken) {
  const World world = world_of(2, 2);
  const std::set<std::string> secrets = {sim::make_secret(world, {0, 0}, 64), sim::make_secret(world, {0, 1}, 64),
                                         sim::make_secret(world, {1, 0}, 64), sim::make_token(world, {0, 0})};
  EXPECT_EQ(secrets.size(), 4U);
}

TEST(UserId, IsReadBackAndStrict) {
  const World world = world_of(12, 1);
  EXPECT_EQ(sim::user_id(0), "user-000001");
  EXPECT_EQ(sim::user_index(world, "user-000012"), 11U);
  EXPECT_FALSE(sim::user_index(world, "user-000013"));
  EXPECT_FALSE(sim::user_index(world, "user-000000"));
  EXPECT_FALSE(sim::user_index(world, "user-12"));
  EXPECT_FALSE(sim::user_index(world, "user-00001x"));
}

TEST(World, GoesRoundTheExchangesAndLabelsFurtherAccounts) {
  const World world = world_of(2, 3, {"binance", "kraken"});
  EXPECT_EQ(world.exchange_of({0, 0}), "binance");
  EXPECT_EQ(world.exchange_of({0, 1}), "kraken");
  EXPECT_EQ(world.exchange_of({1, 0}), "kraken");
  EXPECT_EQ(world.label_of({0, 0}), "");
  EXPECT_EQ(world.label_of({0, 1}), "");
  EXPECT_EQ(world.exchange_of({0, 2}), "binance");
  EXPECT_EQ(world.label_of({0, 2}), "2");
}

TEST(Holdings, AreTheSameForTheSameSeedAndNeverZero) {
  const World world = world_of(500, 1);
  const sim::Market market = binance_market(world);
  for (std::uint32_t user = 0; user < world.users; ++user) {
    const auto holdings = sim::make_holdings(world, market, "spot", {user, 0});
    const auto again = sim::make_holdings(world, market, "spot", {user, 0});
    ASSERT_EQ(holdings.size(), again.size());
    ASSERT_LE(holdings.size(), 12U);
    for (std::size_t at = 0; at < holdings.size(); ++at) {
      EXPECT_EQ(holdings[at].free, again[at].free);
      EXPECT_FALSE(holdings[at].free.zero() && holdings[at].locked.zero());
      EXPECT_TRUE(at == 0 || holdings[at - 1].asset < holdings[at].asset);
    }
  }
}

TEST(Holdings, HaveTheOddOnesAmongThem) {
  const World world = world_of(5000, 1);
  const sim::Market market = binance_market(world);
  int empty = 0;
  int brl_only = 0;
  int huge = 0;
  int tiny = 0;
  int locked_only = 0;
  for (std::uint32_t user = 0; user < world.users; ++user) {
    const auto holdings = sim::make_holdings(world, market, "spot", {user, 0});
    empty += holdings.empty() ? 1 : 0;
    brl_only += holdings.size() == 1 && market.assets[holdings[0].asset].name == "BRL" ? 1 : 0;
    for (const sim::Holding& holding : holdings) {
      huge += holding.free.whole >= 1'000'000'000'000'000 ? 1 : 0;
      tiny += holding.free.whole == 0 && holding.free.fraction < 1000 && !holding.free.zero() ? 1 : 0;
      locked_only += holding.free.zero() ? 1 : 0;
    }
  }
  EXPECT_GT(empty, 200);
  EXPECT_GT(brl_only, 200);
  EXPECT_GT(huge, 20);
  EXPECT_GT(tiny, 200);
  EXPECT_GT(locked_only, 200);
}

}  // namespace
