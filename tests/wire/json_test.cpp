#include "wire/json.h"

#include <limits>

#include <gtest/gtest.h>

#include "core/text.h"

namespace saldo::wire {
namespace {

JsonDocument parsed(std::string_view text) {
  auto document = JsonDocument::parse(text);
  EXPECT_TRUE(document) << text << ": " << document.error().message;
  return std::move(*document);
}

TEST(Json, KeepsNumbersAsTheTextThatWasSent) {
  const auto document = parsed(R"({"a":0.10000000000000000000000000000000001,"b":1e400,"c":"7.00","d":-0.0E+1 })");
  EXPECT_EQ(document.root().text("a"), "0.10000000000000000000000000000000001");
  EXPECT_EQ(document.root().text("b"), "1e400");
  EXPECT_EQ(document.root().text("c"), "7.00");
  EXPECT_EQ(document.root().text("d"), "-0.0E+1");
}

TEST(Json, WalksArraysOfObjectsInOrder) {
  const auto document =
      parsed(R"({"balances":[{"asset":"BTC","deep":[1,[2,3],{"x":4}]},{"asset":"\u00e9\"\\"}],"after":true})");
  std::vector<std::string> assets;
  const auto rows = document.root().array("balances");
  for (const auto row : *rows) assets.emplace_back(row.text("asset").value_or("?"));
  EXPECT_EQ(assets, (std::vector<std::string>{"BTC", "é\"\\"}));
  EXPECT_EQ(document.root().text("after"), "true");
}

TEST(Json, ValuesOutliveAMoveOfTheirDocument) {
  auto document = parsed(R"([{"k":"v"}])");
  const auto root = document.root();
  const JsonDocument moved = std::move(document);
  const auto rows = root.array();
  const JsonValue first = *rows->begin();
  EXPECT_EQ(first.text("k"), "v");
}

TEST(Json, NamesWhatIsMissing) {
  const auto document = parsed(R"({"a":null,"n":"12","bad":"1x"})");
  EXPECT_EQ(document.root().text("a").error().message, "the reply has no text \"a\"");
  EXPECT_EQ(document.root().array("b").error().message, "the reply has no array \"b\"");
  EXPECT_EQ(document.root().integer("n"), 12);
  EXPECT_FALSE(document.root().integer("bad"));
}

TEST(Json, GivesARowBackAsText) {
  const auto document = parsed(R"({ "a" : [ 1.50 , null , true , "x\"\n" ] , "b" : { } })");
  EXPECT_EQ(document.root().raw(200), R"({"a":[1.50,null,true,"x\"\u000a"],"b":{}})");
  EXPECT_EQ(document.root().raw(8), R"({"a":[1....)");
}

TEST(Json, ACutRowEndsWithAWholeCharacter) {
  const auto document = parsed(R"({"a":"ééééé"})");
  for (std::size_t length = 0; length < 20; ++length) {
    const auto text = document.root().raw(length);
    EXPECT_TRUE(is_utf8(text)) << length;
    EXPECT_LE(text.size(), length + 3);
  }
}

TEST(Json, OfMembersWithTheSameNameTheFirstCounts) {
  const auto document = parsed(R"({"a":1,"a":2})");
  EXPECT_EQ(document.root().text("a"), "1");
  EXPECT_EQ(document.root().members().size(), 2U);
}

TEST(Json, AsksOfTheWrongKindFailWithoutHarm) {
  const auto document = parsed(R"([1,"x",null,true,[],{}])");
  EXPECT_FALSE(document.root().object("a"));
  const auto values = document.root().array();
  for (const auto value : *values) {
    EXPECT_FALSE(value.text("a"));
    EXPECT_FALSE(value.find("a"));
    EXPECT_TRUE(value.members().empty());
  }
  EXPECT_FALSE(parsed("{}").root().array());
}

TEST(Json, IntegersAreWholeAndFit) {
  const auto document =
      parsed(R"({"max":9223372036854775807,"over":9223372036854775808,"min":-9223372036854775808,"part":1.5,"e":1e3})");
  EXPECT_EQ(document.root().integer("max"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(document.root().integer("min"), std::numeric_limits<std::int64_t>::min());
  for (const auto* key : {"over", "part", "e", "none"}) EXPECT_FALSE(document.root().integer(key)) << key;
}

TEST(Json, NestsSixtyFourDeepAndNoDeeper) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(JsonDocument::parse(nested(JsonDocument::kDepthMax)));
  EXPECT_FALSE(JsonDocument::parse(nested(JsonDocument::kDepthMax + 1)));
}

TEST(Json, AnErrorQuotesNothingOfTheText) {
  for (const auto* text : {"{\"api_secret\":\"hunter2\"", "hunter2", "[hunter2]", "{} hunter2"})
    EXPECT_EQ(JsonDocument::parse(text).error().message.find("hunter2"), std::string::npos) << text;
}

TEST(Json, RefusesWhatIsNotJson) {
  for (const auto* text : {"",
                           " ",
                           "1",
                           "\"x\"",
                           "null",
                           "{",
                           "[1,2",
                           "[1 2]",
                           "{\"a\":}",
                           "{\"a\" 1}",
                           "[NaN]",
                           "[Infinity]",
                           "[01]",
                           "[1.]",
                           "[.5]",
                           "[+1]",
                           "[1e]",
                           "[--1]",
                           "[tru]",
                           "[nul]",
                           "[\"\x01\"]",
                           "[1]x",
                           "[1][2]",
                           "<html></html>",
                           "['a']",
                           "[1,]",
                           "[\"\xff\xfe\"]",
                           "[\"\\x\"]",
                           "[\"\\ud800\"]"})
    EXPECT_FALSE(JsonDocument::parse(text)) << text;
}

TEST(Json, BoundsDepthAndSize) {
  const std::string deep = std::string(1000, '[') + std::string(1000, ']');
  EXPECT_FALSE(JsonDocument::parse(deep));
  const std::string open = std::string(100'000, '[');
  EXPECT_FALSE(JsonDocument::parse(open));
  std::string wide = "[0";
  for (std::size_t i = 0; i < JsonDocument::kNodesMax; ++i) wide += ",0";
  EXPECT_FALSE(JsonDocument::parse(wide + "]"));
}

}  // namespace
}  // namespace saldo::wire
