#include "sim/emit.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "sim/exchanges/registry.h"

namespace {

std::filesystem::path scratch() {
  std::string pattern = (std::filesystem::temp_directory_path() / "saldo-sim-test-XXXXXX").string();
  EXPECT_NE(mkdtemp(pattern.data()), nullptr);
  return pattern;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(EnvText, PointsToEveryPort) {
  sim::Addresses addresses;
  addresses.endpoints = {{"binance", "http://127.0.0.1:1"}, {"awesomeapi", "http://127.0.0.1:2"}};
  addresses.control_url = "http://127.0.0.1:3";
  EXPECT_EQ(
      sim::env_text(addresses),
      "SALDO_ENDPOINTS=binance=http://127.0.0.1:1,awesomeapi=http://127.0.0.1:2\nSIM_CONTROL=http://127.0.0.1:3\n");
  addresses.limits = sim::Limits::off;
  addresses.ca_file = "/x/ca.pem";
  EXPECT_TRUE(sim::env_text(addresses).ends_with("\nSALDO_LIMITS=off\nSALDO_CA_FILE=/x/ca.pem\n"));
}

TEST(AccountLine, HasTheFieldsOfAnImportAndALabelFromTheSecondOn) {
  const sim::World world{.seed = 1, .users = 1, .accounts_per_user = 2, .assets = 40, .exchanges = {"binance"}};
  const auto binance = sim::exchange_registry().front().make(world, sim::Limits::off);
  const auto first = boost::json::parse(sim::account_line(world, *binance, {0, 0})).as_object();
  const auto second = boost::json::parse(sim::account_line(world, *binance, {0, 1})).as_object();
  EXPECT_EQ(first.at("user_id").as_string(), "user-000001");
  EXPECT_EQ(first.at("exchange_id").as_string(), "binance");
  EXPECT_EQ(first.at("api_key").as_string().size(), 64U);
  EXPECT_EQ(first.at("api_secret").as_string().size(), 64U);
  EXPECT_FALSE(first.contains("label"));
  EXPECT_EQ(second.at("label").as_string(), "2");
  EXPECT_NE(first.at("api_key"), second.at("api_key"));
}

TEST(WholeFile, AppearsOnlyWhenItIsWhole) {
  const auto folder = scratch();
  const auto path = folder / "accounts";
  sim::WholeFile file(path.string());
  file.write("one\n");
  EXPECT_FALSE(std::filesystem::exists(path));
  file.finish();
  EXPECT_EQ(content_of(path), "one\n");
  std::filesystem::remove_all(folder);
}

TEST(WholeFile, LeavesNothingWhenGivenUp) {
  const auto folder = scratch();
  {
    sim::WholeFile(folder / "accounts").write("one\n");
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  std::filesystem::remove_all(folder);
}

}  // namespace
