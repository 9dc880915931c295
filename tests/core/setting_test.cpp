#include "core/setting.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace saldo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Environment kHome{{"HOME", "/home/ana"}};

Environment with(Environment more) {
  more.insert(kHome.begin(), kHome.end());
  return more;
}

Settings loaded(SettingSources sources) {
  auto settings = Settings::load(std::move(sources));
  if (!settings) throw std::runtime_error(configuration_error(settings.error()).message);
  return std::move(*settings);
}

std::vector<std::string> problems(SettingSources sources, std::span<const SettingsCheck> checks = {}) {
  const auto settings = Settings::load(std::move(sources), checks);
  std::vector<std::string> texts;
  if (!settings)
    for (const auto& problem : settings.error()) texts.push_back(problem.text());
  return texts;
}

TEST(SettingTable, IsFitForHelpAndForReading) {
  std::set<std::string_view> names;
  for (const Setting& setting : kSettings) {
    EXPECT_TRUE(names.insert(setting.name).second) << setting.name;
    EXPECT_TRUE(setting.help.ends_with('.')) << setting.name;
    EXPECT_EQ(setting.kind == SettingKind::integer, setting.min < setting.max) << setting.name;
    EXPECT_TRUE(!setting.is_secret() || setting.default_text.empty()) << setting.name;
  }
}

TEST(Setting, HasItsDefaultWhenNobodySetsIt) {
  const auto settings = loaded({.flags = {}, .environment = kHome, .dotenv = {}});
  EXPECT_EQ(settings.text("MONGODB_DATABASE"), "balance_tracker");
  EXPECT_EQ(settings.text("SALDO_DATABASE"), "/home/ana/.local/share/saldo/saldo.db");
  EXPECT_EQ(settings.text("SALDO_HISTORY_COLLECTION"), "balance_history");
  EXPECT_EQ(settings.text("SALDO_TIMEZONE"), "UTC");
  EXPECT_EQ(settings.text("SALDO_SCHEDULE"), "");
  EXPECT_EQ(settings.text("SALDO_LANG"), "en");
  EXPECT_EQ(settings.text("SALDO_LOG"), "info");
  EXPECT_EQ(settings.text("SALDO_LIMITS"), "official");
  EXPECT_EQ(settings.integer("SNAPSHOT_INTERVAL_HOURS"), 4);
  EXPECT_EQ(settings.integer("SALDO_LIMIT_SHARE"), 50);
  EXPECT_EQ(settings.integer("SALDO_CARRY_DAYS"), 7);
  EXPECT_TRUE(settings.secret("MONGODB_URI").empty());
  EXPECT_FALSE(settings.given("SALDO_CARRY_DAYS"));
  EXPECT_TRUE(settings.warnings().empty());
}

TEST(Setting, ComesFromTheStrongestSource) {
  const std::string dotenv = "SALDO_TIMEZONE=file\nSALDO_LOG=debug\nSALDO_SCHEDULE=file\nSALDO_CARRY_DAYS=1";
  const auto settings = loaded({.flags = {{"--timezone", "SALDO_TIMEZONE", "flag"}},
                                .environment = with({{"SALDO_TIMEZONE", "environment"}, {"SALDO_LOG", "error"}}),
                                .dotenv = dotenv});
  EXPECT_EQ(settings.text("SALDO_TIMEZONE"), "flag");
  EXPECT_EQ(settings.text("SALDO_LOG"), "error");
  EXPECT_EQ(settings.text("SALDO_SCHEDULE"), "file");
  EXPECT_EQ(settings.integer("SALDO_CARRY_DAYS"), 1);
  EXPECT_TRUE(settings.given("SALDO_CARRY_DAYS"));
}

TEST(Setting, ThatIsGivenEmptyIsNotSetAndHidesWeakerSources) {
  const auto settings = loaded({.flags = {},
                                .environment = with({{"MONGODB_URI", ""}, {"SALDO_CARRY_DAYS", ""}}),
                                .dotenv = "MONGODB_URI=mongodb://a\nSALDO_CARRY_DAYS=3\nSALDO_LOG"});
  EXPECT_TRUE(settings.secret("MONGODB_URI").empty());
  EXPECT_EQ(settings.integer("SALDO_CARRY_DAYS"), 7);
  EXPECT_EQ(settings.text("SALDO_LOG"), "info");
}

TEST(Setting, DefaultsFollowTheHost) {
  const auto settings = loaded({.flags = {},
                                .environment = {{"XDG_DATA_HOME", "/data"}, {"LC_ALL", ""}, {"LANG", "pt_BR.UTF-8"}},
                                .dotenv = {}});
  EXPECT_EQ(settings.text("SALDO_DATABASE"), "/data/saldo/saldo.db");
  EXPECT_EQ(settings.text("SALDO_LANG"), "pt-BR");
  EXPECT_EQ(default_language({{"LC_ALL", "C"}, {"LANG", "pt_BR.UTF-8"}}), "en");
  EXPECT_EQ(default_database({{"XDG_DATA_HOME", "relative"}, {"HOME", "/h"}}), "/h/.local/share/saldo/saldo.db");
}

TEST(Setting, NeedsADatabaseFileOnlyWithoutMongo) {
  EXPECT_THAT(problems({}),
              ElementsAre("SALDO_DATABASE (the default): must be set: neither XDG_DATA_HOME nor HOME says "
                          "where it would be"));
  EXPECT_THAT(problems({.flags = {}, .environment = {{"MONGODB_URI", "mongodb://a"}}, .dotenv = {}}), ElementsAre());
}

TEST(WrongSettings, AreReportedTogetherWithValueOriginAndRange) {
  const SettingSources sources{.flags = {{"--interval", "SNAPSHOT_INTERVAL_HOURS", "25"}},
                               .environment = with({{"SALDO_LIMIT_SHARE", "0"}, {"SALDO_LOG_FORMAT", "xml\x1b"}}),
                               .dotenv = "SALDO_LOG=loud\n\nSALDO_CARRY_DAYS=7.5\nSALDO_ENDPOINTS=binance=http://a"};
  EXPECT_THAT(
      problems(sources),
      ElementsAre(
          "SNAPSHOT_INTERVAL_HOURS is \"25\" (--interval): must be a whole number from 1 to 24",
          "SALDO_LIMIT_SHARE is \"0\" (the environment): must be a whole number from 1 to 100",
          "SALDO_CARRY_DAYS is \"7.5\" (.env line 3): must be a whole number from 0 to 365",
          "SALDO_LOG is \"loud\" (.env line 1): must be one of debug, info, warning, error",
          "SALDO_LOG_FORMAT is \"xml\\u001b\" (the environment): must be one of text, json",
          "SALDO_ENDPOINTS is \"binance=http://a\" (.env line 4): entry \"binance=http://a\": plain http is for "
          "loopback only: use https"));
}

TEST(WrongSettings, IncludeLinesOfTheFileThatCannotBeRead) {
  EXPECT_THAT(problems({.flags = {}, .environment = kHome, .dotenv = "A=1\nMONGODB_URI=\"mongodb://a"}),
              ElementsAre(".env line 2: a quote is opened and never closed"));
}

TEST(WrongSettings, BecomeOneError) {
  const std::vector<Problem> both{{"A", "1", "the environment", "is wrong"}, {"B", "", ".env line 2", "is wrong too"}};
  const auto error = configuration_error(both);
  EXPECT_EQ(error.kind, ErrorKind::configuration);
  EXPECT_EQ(error.message, "A is \"1\" (the environment): is wrong\nB (.env line 2): is wrong too");
}

TEST(WrongSettings, DoNotShowSecrets) {
  EXPECT_THAT(problems({.flags = {},
                        .environment = with({{"MONGODB_URI", "http://hunter2@a"}}),
                        .dotenv = "SALDO_HEARTBEAT_URL=hunter2"}),
              ElementsAre("MONGODB_URI (the environment): must begin with one of mongodb://, mongodb+srv://",
                          "SALDO_HEARTBEAT_URL (.env line 1): must begin with one of https://, http://"));
}

TEST(UnknownSetting, IsAnErrorInTheFileAndAWarningInTheEnvironment) {
  EXPECT_THAT(
      problems({.flags = {}, .environment = kHome, .dotenv = "SALDO_LIMT_SHARE=20\nSALDO_XYZZY_PLUGH=1\nOTHER=1"}),
      ElementsAre("SALDO_LIMT_SHARE (.env line 1): unknown setting; did you mean SALDO_LIMIT_SHARE?",
                  "SALDO_XYZZY_PLUGH (.env line 2): unknown setting"));
  const auto settings = loaded({.flags = {}, .environment = with({{"SALDO_SERVICE_HOST", "10.0.0.1"}}), .dotenv = {}});
  ASSERT_EQ(settings.warnings().size(), 1u);
  EXPECT_EQ(settings.warnings()[0].text(), "SALDO_SERVICE_HOST (the environment): unknown setting");
}

TEST(Limits, MayBeOffOnlyWhereEveryEndpointIsOnLoopback) {
  const auto with_endpoints = [](const std::string& endpoints) {
    return problems({.flags = {}, .environment = kHome, .dotenv = "SALDO_LIMITS=off\nSALDO_ENDPOINTS=" + endpoints});
  };
  EXPECT_THAT(with_endpoints("a=http://127.0.0.1:1,b=https://localhost:2"), ElementsAre());
  EXPECT_THAT(with_endpoints(""),
              ElementsAre("SALDO_LIMITS is \"off\" (.env line 1): needs SALDO_ENDPOINTS, with every "
                          "endpoint on loopback"));
  EXPECT_THAT(with_endpoints("a=http://127.0.0.1:1,b=https://x.example"),
              ElementsAre("SALDO_LIMITS is \"off\" (.env line 1): b is not on loopback: https://x.example"));
}

TEST(SettingsCheck, AddsProblemsOfALayerAbove) {
  const std::vector<SettingsCheck> checks{[](const Settings& settings) {
    return std::vector{settings.problem("SALDO_SCHEDULE", "is no cron expression")};
  }};
  EXPECT_THAT(problems({.flags = {{"--schedule", "SALDO_SCHEDULE", "often"}},
                        .environment = with({{"SALDO_LOG", "loud"}}),
                        .dotenv = {}},
                       checks),
              ElementsAre(HasSubstr("SALDO_LOG"), "SALDO_SCHEDULE is \"often\" (--schedule): is no cron expression"));
}

TEST(SecretSetting, MayNotComeFromTheCommandLine) {
  EXPECT_DEATH((void)Settings::load({.flags = {{"--key", "ENCRYPTION_KEY", "x"}}, .environment = {}, .dotenv = {}}),
               "a secret among");
}

template <class T>
concept ReadsAsText = requires(const Settings& settings, T name) { settings.text(name); };
static_assert(ReadsAsText<SettingName<SettingKind::text, SettingKind::choice, SettingKind::path>>);
static_assert(!ReadsAsText<SettingName<SettingKind::integer>>, "the kind of a setting is checked while compiling");

}  // namespace
}  // namespace saldo
