#include "core/log.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/virtual_clock.h"

namespace saldo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr Time kNow = from_unix_ms(1795608000000);

struct Lines {
  Lines(LogLevel level, LogFormat format)
      : logger(level, format, clock, [this](std::string_view line) { lines.emplace_back(line); }) {}

  std::vector<std::string> lines;
  test::VirtualClock clock{kNow};
  Logger logger;
};

std::string text_of(LogFields fields) {
  Lines log{LogLevel::debug, LogFormat::text};
  log.logger.info("it", fields);
  EXPECT_EQ(log.lines.size(), 1u);
  constexpr std::string_view kFront = "2026-11-25T12:00:00Z info it ";
  EXPECT_TRUE(log.lines[0].starts_with(kFront) && log.lines[0].ends_with('\n')) << log.lines[0];
  return log.lines[0].substr(kFront.size(), log.lines[0].size() - kFront.size() - 1);
}

std::string json_of(LogFields fields) {
  Lines log{LogLevel::debug, LogFormat::json};
  log.logger.info("it", fields);
  constexpr std::string_view kFront = R"({"time":"2026-11-25T12:00:00Z","level":"info","message":"it",)";
  EXPECT_TRUE(log.lines.at(0).starts_with(kFront) && log.lines[0].ends_with("}\n")) << log.lines[0];
  return log.lines[0].substr(kFront.size(), log.lines[0].size() - kFront.size() - 2);
}

TEST(Log, WritesALineWithItsFields) {
  Lines log{LogLevel::info, LogFormat::text};
  log.logger.info("run finished", {{"slot", Slot{kNow}}, {"users", 5}});
  log.clock.step_wall(Milliseconds{7});
  log.logger.error("no fields");
  EXPECT_THAT(log.lines, ElementsAre("2026-11-25T12:00:00Z info run finished slot=2026-11-25T12:00:00Z users=5\n",
                                     "2026-11-25T12:00:00.007Z error no fields\n"));
}

TEST(Log, LeavesOutWhatIsLessImportant) {
  Lines log{LogLevel::warning, LogFormat::text};
  log.logger.debug("a");
  log.logger.info("b");
  log.logger.warning("c");
  log.logger.error("d");
  EXPECT_THAT(log.lines, ElementsAre(HasSubstr("warning c"), HasSubstr("error d")));
}

TEST(LogText, QuotesOnlyWhatNeedsIt) {
  const std::string text = "of a string";
  EXPECT_EQ(text_of({{"a", "plain:/-.\u00e9"}, {"b", text}, {"c", ""}, {"d", "x=1"}, {"e", "say \"hi\""}}),
            "a=plain:/-.\u00e9 b=\"of a string\" c=\"\" d=\"x=1\" e=\"say \\\"hi\\\"\"");
  EXPECT_EQ(text_of({{"a", true}, {"b", -3}, {"c", std::uint64_t{18446744073709551615u}}, {"d", std::size_t{7}}}),
            "a=true b=-3 c=18446744073709551615 d=7");
}

TEST(LogText, CannotBeForgedFromOutside) {
  Lines log{LogLevel::info, LogFormat::text};
  log.logger.info("a\nb", {{"name", "x\n2026-11-25T12:00:00Z info all is well"}, {"other", "\x1b[2K\" a=b\xff\\"}});
  EXPECT_THAT(log.lines,
              ElementsAre("2026-11-25T12:00:00Z info a\\nb name=\"x\\n2026-11-25T12:00:00Z info all is well\" "
                          "other=\"\\u001b[2K\\\" a=b\\xff\\\\\"\n"));
}

TEST(LogText, ShowsValuesOfOurOwnTypes) {
  const Error error{.kind = ErrorKind::network, .message = "no route", .until = {}};
  EXPECT_EQ(
      text_of({{"amount", *Decimal::parse("0.10")}, {"error", error}, {"kind", ErrorKind::timeout}, {"at", kNow}}),
      "amount=0.10 error=\"network: no route\" kind=timeout at=2026-11-25T12:00:00Z");
}

TEST(LogJson, IsOneObjectALine) {
  EXPECT_EQ(json_of({{"slot", Slot{kNow}}, {"users", 5}, {"ok", true}, {"amount", *Decimal::parse("0.10")}}),
            R"("slot":"2026-11-25T12:00:00Z","users":5,"ok":true,"amount":"0.10")");
}

TEST(LogJson, EscapesWhatItMust) {
  EXPECT_EQ(json_of({{"a\"b", "\"\\/\n\x01\x7f\u202e\u00e9\U0001F4B0\xff!"}}),
            "\"a\\\"b\":\"\\\"\\\\/\\u000a\\u0001\\u007f\\u202e\u00e9\U0001F4B0\\ufffd!\"");
}

TEST(Log, ShowsThatThereIsASecretAndNotWhich) {
  const Secret secret{"hunter2"};
  EXPECT_EQ(text_of({{"key", secret}}), "key=[secret]");
  EXPECT_EQ(json_of({{"key", secret}}), R"("key":"[secret]")");
}

TEST(Log, MayBeUsedByTwoThreads) {
  constexpr int kLines = 1000;
  const SystemClock clock;
  std::string all;
  Logger logger{LogLevel::info, LogFormat::text, clock, [&all](std::string_view line) { all += line; }};
  const auto write = [&logger] {
    for (int i = 0; i < kLines; ++i) logger.info("written", {{"i", i}});
  };
  {
    const std::jthread first{write};
    const std::jthread second{write};
  }
  EXPECT_EQ(std::ranges::count(all, '\n'), 2 * kLines);
}

TEST(LogLevel, IsKnownByName) {
  EXPECT_EQ(log_level("debug"), LogLevel::debug);
  EXPECT_EQ(log_level("error"), LogLevel::error);
  EXPECT_EQ(log_format("json"), LogFormat::json);
  EXPECT_DEATH(log_level("loud"), "no such log level");
}

static_assert(!std::is_constructible_v<LogField, std::string_view, double>, "money is never a binary number");
static_assert(!std::is_constructible_v<LogField, std::string_view, float>);

}  // namespace
}  // namespace saldo
