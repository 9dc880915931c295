#include "core/dotenv.h"

#include <gtest/gtest.h>

namespace saldo {
namespace {

const Environment kEnvironment{{"HOME", "/home/ana"}, {"EMPTY", ""}, {"SHARED", "of the environment"}};

struct Case {
  std::string_view text;
  std::vector<DotenvEntry> entries;
};

// What python-dotenv 1.2.4 makes of each text: load_dotenv(), without override, in kEnvironment.
const std::vector<Case> kCases{
    {"", {}},
    {"\n  \n\t\n", {}},
    {"A=1", {{"A", "1", 1}}},
    {"A=1\nB=2\n", {{"A", "1", 1}, {"B", "2", 2}}},
    {"A=1\r\nB=2\r\n", {{"A", "1", 1}, {"B", "2", 2}}},
    {"A=1\rB=2", {{"A", "1", 1}, {"B", "2", 2}}},
    {"\xEF\xBB\xBF"
     "A=1",
     {{"A", "1", 1}}},
    {"  A  =  1  ", {{"A", "1", 1}}},
    {"export A=1", {{"A", "1", 1}}},
    {"export\tA=1", {{"A", "1", 1}}},
    {"export=1", {{"export", "1", 1}}},
    {"exported=1", {{"exported", "1", 1}}},
    {"'a name'=1", {{"a name", "1", 1}}},
    {"a.b-c=1", {{"a.b-c", "1", 1}}},
    {"A", {{"A", {}, 1}}},
    {"A\nB=2", {{"A", {}, 1}, {"B", "2", 2}}},
    {"A # comment", {{"A", {}, 1}}},
    {"A=", {{"A", "", 1}}},
    {"A=\nB=2", {{"A", "", 1}, {"B", "2", 2}}},
    {"# A=1\nB=2", {{"B", "2", 2}}},
    {"A=1 # comment", {{"A", "1", 1}}},
    {"A=1# no comment", {{"A", "1# no comment", 1}}},
    {"A=#value", {{"A", "#value", 1}}},
    {"A= # comment", {{"A", "", 1}}},
    {"A=a b  c ", {{"A", "a b  c", 1}}},
    {"A=a=b", {{"A", "a=b", 1}}},
    {"A='1' # comment", {{"A", "1", 1}}},
    {"A='  1 # 2  '", {{"A", "  1 # 2  ", 1}}},
    {"A=\"1\"# comment", {{"A", "1", 1}}},
    {"A=\"one\ntwo\"\nB=3", {{"A", "one\ntwo", 1}, {"B", "3", 3}}},
    {"A='one\r\ntwo'\r\nB=3", {{"A", "one\ntwo", 1}, {"B", "3", 3}}},
    {R"(A="a\tb\nc\"d\\e\'f\qg")", {{"A", "a\tb\nc\"d\\e'f\\qg", 1}}},
    {R"(A='a\tb\'c\\d"e')", {{"A", "a\\tb'c\\d\"e", 1}}},
    {R"(A=a\tb)", {{"A", "a\\tb", 1}}},
    {R"(A="\a\b\f\r\v")", {{"A", "\a\b\f\r\v", 1}}},
    {"A=a\"b\"", {{"A", "a\"b\"", 1}}},
    {"A=''", {{"A", "", 1}}},
    {"A=1\nA=2", {{"A", "2", 2}}},
    {"A=1\nB=x\nA", {{"A", {}, 3}, {"B", "x", 2}}},
    {"A=caf\u00e9 \U0001F4B0", {{"A", "caf\u00e9 \U0001F4B0", 1}}},
    {"A\u00a0=\u00a01\u3000# comment", {{"A", "1", 1}}},
    {"A=1\nB=${A}2", {{"A", "1", 1}, {"B", "12", 2}}},
    {"B=\"${A}\"\nA=1", {{"B", "", 1}, {"A", "1", 2}}},
    {"A=1\nB='${A}'", {{"A", "1", 1}, {"B", "1", 2}}},
    {"A=${HOME}/data", {{"A", "/home/ana/data", 1}}},
    {"A=${NONE:-x}${NONE}${NONE:-}", {{"A", "x", 1}}},
    {"A=${EMPTY:-x}", {{"A", "", 1}}},
    {"A\nB=${A:-x}", {{"A", {}, 1}, {"B", "", 2}}},
    {"SHARED=of the file\nA=${SHARED}", {{"SHARED", "of the file", 1}, {"A", "of the environment", 2}}},
    {"A=${NONE:-a:-b}", {{"A", "a:-b", 1}}},
    {"A=$HOME ${HOME ${a:b} $${HOME}", {{"A", "$HOME ${HOME ${a:b} $/home/ana", 1}}},
    {"A=1\nA=${A}2\nA=${A}3", {{"A", "123", 3}}},
};

TEST(Dotenv, IsReadAsPythonDotenvReadsIt) {
  for (const auto& [text, entries] : kCases) {
    const auto dotenv = parse_dotenv(text, kEnvironment);
    EXPECT_EQ(dotenv.entries, entries) << text;
    EXPECT_TRUE(dotenv.errors.empty()) << text;
  }
}

TEST(Dotenv, NamesTheLineOfEachErrorAndReadsOn) {
  const auto dotenv = parse_dotenv(
      "A=1\n"
      "=2\n"
      "\n"
      "B=\"two\nlines\" and more\n"
      "C D\n"
      "E='never closed\n"
      "F=6\n",
      {});
  EXPECT_EQ(dotenv.errors, (std::vector<DotenvError>{{2, "a name is missing"},
                                                     {4, "there is text where the line should end"},
                                                     {6, "there is text where the line should end"},
                                                     {7, "a quote is opened and never closed"}}));
  EXPECT_EQ(dotenv.entries, (std::vector<DotenvEntry>{{"A", "1", 1}, {"F", "6", 8}}));
}

TEST(Dotenv, RefusesATextThatIsNotUtf8) {
  const auto dotenv = parse_dotenv("A=1\r\nB=caf\xE9\r\n", {});
  EXPECT_TRUE(dotenv.entries.empty());
  EXPECT_EQ(dotenv.errors, (std::vector<DotenvError>{{2, "not UTF-8"}}));
}

TEST(Dotenv, RefusesAFileThatIsTooLong) {
  EXPECT_TRUE(parse_dotenv(std::string(kDotenvBytesMax, '\n'), {}).errors.empty());
  EXPECT_EQ(parse_dotenv(std::string(kDotenvBytesMax + 1, '\n'), {}).errors.size(), 1u);
}

TEST(Dotenv, RefusesAValueThatGrowsTooLong) {
  std::string text = "A0=0123456789\n";
  for (int i = 1; i < 40; ++i) {
    const auto before = "${A" + std::to_string(i - 1) + "}";
    text += "A" + std::to_string(i) + "=" + before + before + "\n";
  }
  const auto dotenv = parse_dotenv(text, {});
  ASSERT_FALSE(dotenv.errors.empty());
  EXPECT_EQ(dotenv.errors.front(), (DotenvError{12, "the value is longer than 16 KiB"}));
  for (const auto& entry : dotenv.entries) EXPECT_LE(entry.value->size(), kDotenvValueBytesMax);
}

}  // namespace
}  // namespace saldo
