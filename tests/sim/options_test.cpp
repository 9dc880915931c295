#include "sim/options.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

std::expected<sim::Options, int> parse(std::vector<std::string> words) {
  words.insert(words.begin(), "saldo-sim");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  return sim::parse_options(static_cast<int>(arguments.size()), arguments.data());
}

TEST(Options, HaveDefaults) {
  const auto options = parse({"--exchanges", "binance"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->world.exchanges, std::vector<std::string>{"binance"});
  EXPECT_EQ(options->port_base, 9100);
  EXPECT_EQ(options->world.assets, 40U);
  EXPECT_EQ(options->latency.fixed.count(), 0);
  EXPECT_EQ(options->limits, sim::Limits::official);
}

TEST(Options, ReadEverything) {
  const auto options = parse({"--exchanges",
                              "all",
                              "--port-base",
                              "0",
                              "--users",
                              "100000",
                              "--accounts-per-user",
                              "3",
                              "--assets",
                              "600",
                              "--seed",
                              "7",
                              "--latency",
                              "40ms",
                              "--jitter",
                              "15ms",
                              "--limits",
                              "off",
                              "--tls",
                              "--tls-dir",
                              "t",
                              "--emit-env",
                              "e",
                              "--emit-accounts",
                              "a"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->port_base, 0);
  EXPECT_EQ(options->world.users, 100'000U);
  EXPECT_EQ(options->world.accounts_per_user, 3U);
  EXPECT_EQ(options->world.assets, 600U);
  EXPECT_EQ(options->world.seed, 7U);
  EXPECT_EQ(options->latency.fixed, std::chrono::milliseconds(40));
  EXPECT_EQ(options->latency.jitter, std::chrono::milliseconds(15));
  EXPECT_EQ(options->limits, sim::Limits::off);
  EXPECT_TRUE(options->tls);
  EXPECT_EQ(options->tls_dir, "t");
  EXPECT_EQ(options->env_file, "e");
  EXPECT_EQ(options->accounts_file, "a");
}

TEST(Options, AreRefusedAsUsage) {
  for (const auto& words : std::vector<std::vector<std::string>>{{},
                                                                 {"--exchanges", "mtgox"},
                                                                 {"--exchanges", "binance", "--users", "0"},
                                                                 {"--exchanges", "binance", "--latency", "40"},
                                                                 {"--exchanges", "binance", "--latency", "2h"},
                                                                 {"--exchanges", "binance", "--limits", "some"},
                                                                 {"--exchanges", "binance", "--port-base", "65500"},
                                                                 {"--exchanges", "binance", "--what"}}) {
    const auto options = parse(words);
    ASSERT_FALSE(options);
    EXPECT_EQ(options.error(), 64);
  }
}

TEST(Options, HelpIsNoMistake) {
  const auto options = parse({"--help"});
  ASSERT_FALSE(options);
  EXPECT_EQ(options.error(), 0);
}

}  // namespace
