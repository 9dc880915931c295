#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/terminal.h"
#include "exchange/registry.h"

namespace saldo::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

struct ExchangesCommandTest : testing::Test, Terminal {};

TEST_F(ExchangesCommandTest, ListsEveryOne) {
  EXPECT_EQ(run({"exchanges"}), ExitCode::done);
  for (const auto* exchange : exchange::all()) EXPECT_THAT(out(), HasSubstr(std::string{exchange->id()}));
}

TEST_F(ExchangesCommandTest, TellsAllAboutOne) {
  EXPECT_EQ(run({"exchanges", "binance"}), ExitCode::done);
  EXPECT_THAT(out(), testing::AllOf(HasSubstr("Binance (binance)"), HasSubstr("spot"), HasSubstr("not covered"),
                                    HasSubstr("https://api.binance.com"), HasSubstr("6000 in 60 s per address"),
                                    HasSubstr("documents")));
}

TEST_F(ExchangesCommandTest, PrintsJson) {
  EXPECT_EQ(run({"exchanges", "binance", "--json"}), ExitCode::done);
  EXPECT_THAT(out(), testing::AllOf(testing::StartsWith("{"), HasSubstr(R"("id":"binance")"),
                                    HasSubstr(R"("budget":6000)"), HasSubstr(R"("window_seconds":60)")));
  EXPECT_EQ(run({"exchanges", "--json"}), ExitCode::done);
  EXPECT_THAT(out(), testing::StartsWith("["));
}

TEST_F(ExchangesCommandTest, OneThatIsNotKnownWasTypedWrong) {
  EXPECT_EQ(run({"exchanges", "no\x1bsuch"}), ExitCode::usage);
  EXPECT_EQ(out(), "");
  EXPECT_THAT(err(), testing::AllOf(HasSubstr("such"), Not(HasSubstr("\x1b"))));
}

TEST_F(ExchangesCommandTest, NeedsNoSettings) {
  environment["SNAPSHOT_INTERVAL_HOURS"] = "99";
  EXPECT_EQ(run({"exchanges"}), ExitCode::done);
}

}  // namespace
}  // namespace saldo::cli
