#include "cli/cli.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/terminal.h"

namespace saldo::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

struct CliTest : testing::Test, Terminal {};

class HelpTest : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(HelpTest, HasAnExampleOfTheCommandItself) {
  Terminal terminal;
  auto arguments = GetParam();
  std::string line = "saldo";
  for (const auto& word : arguments) line += " " + word;
  arguments.push_back("--help");
  EXPECT_EQ(terminal.run(arguments), ExitCode::done);
  const auto example = terminal.out().find("Example");
  ASSERT_NE(example, std::string::npos) << terminal.out();
  EXPECT_NE(terminal.out().find(line, example), std::string::npos) << terminal.out();
  EXPECT_EQ(terminal.err(), "");
}

using Words = std::vector<std::string>;
INSTANTIATE_TEST_SUITE_P(EachCommand, HelpTest,
                         testing::Values(Words{}, Words{"snapshot"}, Words{"account", "add"}, Words{"account", "list"},
                                         Words{"account", "remove"}, Words{"account", "import"}, Words{"history"},
                                         Words{"show"}, Words{"exchanges"}, Words{"account"}, Words{"version"}));

TEST_F(CliTest, HelpNamesEveryCommand) {
  run({"--help"});
  for (const auto* command : {"snapshot", "account", "history", "show", "exchanges", "version"})
    EXPECT_THAT(out(), HasSubstr(command));
}

TEST_F(CliTest, WhatWasTypedWrongIsUsageAndGoesToStandardError) {
  for (const auto& arguments : std::vector<Words>{{},
                                                  {"nosuch"},
                                                  {"--nosuch"},
                                                  {"snapshot", "--nosuch"},
                                                  {"account"},
                                                  {"account", "nosuch"},
                                                  {"account", "add"},
                                                  {"account", "import"},
                                                  {"history", "--last", "0"},
                                                  {"history", "--last", "many"},
                                                  {"history", "--json", "--csv"},
                                                  {"version", "extra"}}) {
    EXPECT_EQ(run(arguments), ExitCode::usage) << testing::PrintToString(arguments);
    EXPECT_EQ(out(), "") << testing::PrintToString(arguments);
    EXPECT_NE(err(), "") << testing::PrintToString(arguments);
  }
}

TEST_F(CliTest, SaysItsVersion) {
  EXPECT_EQ(run({"version"}), ExitCode::done);
  EXPECT_THAT(out(), testing::MatchesRegex("saldo [0-9]+\\.[0-9]+\\.[0-9]+\n"));
  EXPECT_EQ(run({"version", "--json"}), ExitCode::done);
  EXPECT_THAT(out(), testing::MatchesRegex("\\{\"version\":\"[0-9.]+\"\\}\n"));
}

// --- Settings, as every command reads them ---

TEST_F(CliTest, WrongSettingsAreReportedTogether) {
  environment["SNAPSHOT_INTERVAL_HOURS"] = "25";
  environment["SALDO_ENDPOINTS"] = "binance=http://example.com";
  EXPECT_EQ(run({"history"}), ExitCode::configuration);
  EXPECT_THAT(err(), testing::AllOf(HasSubstr("SNAPSHOT_INTERVAL_HOURS"), HasSubstr("25"), HasSubstr("from 1 to 24"),
                                    HasSubstr("SALDO_ENDPOINTS")));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "saldo.db"));
}

TEST_F(CliTest, ReadsDotenvInTheWorkingDirectory) {
  write_file(".env", "SNAPSHOT_INTERVAL_HOURS=99\n");
  EXPECT_EQ(run({"history"}), ExitCode::configuration);
  EXPECT_THAT(err(), HasSubstr(".env line 1"));
}

TEST_F(CliTest, AnUnknownSettingIsAnErrorInDotenvAndAWarningOutside) {
  environment["SALDO_NOSUCH"] = "1";
  EXPECT_EQ(run({"history"}), ExitCode::done);
  EXPECT_THAT(err(), HasSubstr("saldo: warning: SALDO_NOSUCH"));
  write_file(".env", "SALDO_OTHER=1\n");
  EXPECT_EQ(run({"history"}), ExitCode::configuration);
  EXPECT_THAT(err(), HasSubstr("SALDO_OTHER"));
}

TEST_F(CliTest, AMongodbThatCannotBeUsedYetIsNotSilentlySqlite) {
  environment["MONGODB_URI"] = "mongodb://user:hunter2@localhost";
  EXPECT_EQ(run({"history"}), ExitCode::configuration);
  EXPECT_THAT(err(), testing::AllOf(HasSubstr("MONGODB_URI"), Not(HasSubstr("hunter2"))));
}

TEST_F(CliTest, AFileThatIsNoDatabaseIsLeftAlone) {
  write_file("saldo.db", "this is somebody's letter, and not a database at all, however long it may be");
  EXPECT_NE(run({"history"}), ExitCode::done);
  EXPECT_THAT(err(), HasSubstr("saldo.db"));
}

}  // namespace
}  // namespace saldo::cli
