#include "exchange/rows.h"

#include <gtest/gtest.h>

#include "support/decimals.h"

namespace saldo::exchange {
namespace {

using test::decimal;

/// A document of one row.
class ARow {
 public:
  explicit ARow(std::string_view json) : document_(wire::JsonDocument::parse(json).value()), row(document_.root()) {}

 private:
  wire::JsonDocument document_;

 public:
  Row row;
};

TEST(Row, ReadsAmountsSentAsTextOrAsNumber) {
  ARow a{R"({"text":"1.50","number":0.00000001,"exponent":1.5e-7})"};
  EXPECT_EQ(a.row.amount("text").text(), "1.50");
  EXPECT_EQ(a.row.amount("number").text(), "0.00000001");
  EXPECT_EQ(a.row.amount("exponent"), decimal("0.00000015"));
  EXPECT_EQ(a.row.problem(), "");
  EXPECT_FALSE(a.row.inexact());
}

TEST(Row, RemembersTheFirstThingThatIsWrong) {
  ARow a{R"({"free":"x"})"};
  EXPECT_TRUE(a.row.amount("locked").is_zero());
  EXPECT_TRUE(a.row.amount("free").is_zero());
  EXPECT_EQ(a.row.problem(), R"("locked": the reply has no text "locked")");
}

TEST(Row, RefusesAmountsOfImpossibleSize) {
  for (const auto* text : {"1e31", "-1e31", "1e400", "1e6144", "1e-41", "-9.9e-41"}) {
    ARow a{R"({"free":")" + std::string{text} + R"("})"};
    a.row.amount("free");
    EXPECT_NE(a.row.problem(), "") << text;
  }
  for (const auto* text : {"9.99e30", "-1e30", "1e-40", "0", "0e300"}) {
    ARow a{R"({"free":")" + std::string{text} + R"("})"};
    a.row.amount("free");
    EXPECT_EQ(a.row.problem(), "") << text;
  }
}

TEST(Row, RoundsWhatHasMoreDigitsThanItCanHoldAndSaysSo) {
  ARow a{R"({"free":"1.000000000000000000000000000000000050001","locked":"1"})"};
  EXPECT_EQ(a.row.amount("locked"), decimal("1"));
  EXPECT_FALSE(a.row.inexact());
  EXPECT_EQ(a.row.amount("free"), decimal("1.000000000000000000000000000000000"));
  EXPECT_TRUE(a.row.inexact());
  EXPECT_EQ(a.row.problem(), "");
}

TEST(Row, NamesMayBeAnyTextOfReasonableLength) {
  const std::string longest(64, 'A');
  ARow a{R"({"a":123,"b":"币安人生","c":")" + longest + R"(","d":")" + longest + R"(A","e":""})"};
  EXPECT_EQ(a.row.text("a"), "123");
  EXPECT_EQ(a.row.text("b"), "币安人生");
  EXPECT_EQ(a.row.text("c"), longest);
  EXPECT_EQ(a.row.problem(), "");
  a.row.text("d");
  EXPECT_EQ(a.row.problem(), R"(no usable "d")");
  ARow empty{R"({"e":""})"};
  empty.row.text("e");
  EXPECT_EQ(empty.row.problem(), R"(no usable "e")");
}

TEST(Row, AnOddOneIsKeptAsItCameButNotEndlessly) {
  ARow small{R"({"asset": "X", "free": "NaN"})"};
  small.row.amount("free");
  EXPECT_EQ(small.row.as_odd().text, R"({"asset":"X","free":"NaN"})");
  EXPECT_EQ(small.row.as_odd().reason, small.row.problem());
  ARow large{R"({"asset":")" + std::string(9000, 'x') + R"("})"};
  EXPECT_LE(large.row.as_odd().text.size(), 503U);
}

WalletReading read(std::string_view rows) {
  const auto document = wire::JsonDocument::parse(rows).value();
  return read_wallet("spot", document.root().array().value(), [](Row& row) {
    return Balance{.asset = row.text("asset"),
                   .free = row.amount("free"),
                   .locked = row.amount("locked"),
                   .borrowed = row.amount("borrowed")};
  });
}

TEST(ReadWallet, KeepsWhatIsHeldOrOwedAndLeavesOutZeros) {
  const auto reading = read(R"([{"asset":"A","free":"1","locked":"0","borrowed":"0"},
                                {"asset":"B","free":"0","locked":"0.00","borrowed":"0"},
                                {"asset":"C","free":"0","locked":"2","borrowed":"0"},
                                {"asset":"D","free":"0","locked":"0","borrowed":"3"},
                                {"asset":"E","free":"1","locked":"0","borrowed":"1"}])");
  std::string assets;
  for (const auto& balance : reading.balances) assets += balance.asset;
  EXPECT_EQ(assets, "ACDE");
  EXPECT_EQ(reading.wallet, "spot");
  EXPECT_FALSE(reading.error);
}

TEST(ReadWallet, OneOddRowFailsNothing) {
  const auto reading = read(R"([7,{"asset":"A","free":"1","locked":"0","borrowed":"0"},null])");
  EXPECT_EQ(reading.balances.size(), 1U);
  ASSERT_EQ(reading.odd_rows.size(), 2U);
  EXPECT_EQ(reading.odd_rows[0].text, "7");
  EXPECT_EQ(reading.odd_rows[1].text, "null");
  EXPECT_FALSE(reading.error);
}

TEST(ReadWallet, AnEmptyListIsReallyEmpty) {
  const auto reading = read("[]");
  EXPECT_TRUE(reading.balances.empty());
  EXPECT_TRUE(reading.odd_rows.empty());
  EXPECT_FALSE(reading.error);
}

TEST(FailedWallet, HoldsItsReasonAndNothingElse) {
  const auto reading = failed_wallet("earn", {.kind = ErrorKind::timeout, .message = "late", .until = {}});
  EXPECT_EQ(reading.wallet, "earn");
  EXPECT_TRUE(reading.balances.empty());
  ASSERT_TRUE(reading.error);
  EXPECT_EQ(reading.error->kind, ErrorKind::timeout);
}

}  // namespace
}  // namespace saldo::exchange
