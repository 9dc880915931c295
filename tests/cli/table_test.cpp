#include "cli/table.h"

#include <sstream>

#include <gtest/gtest.h>

namespace saldo::cli {
namespace {

std::string printed(const Table& table) {
  std::ostringstream out;
  table.print(out);
  return out.str();
}

TEST(Table, AlignsItsColumnsAndEndsNoLineWithBlanks) {
  Table table{{{"USER"}, {"US$", Align::right}, {"STATUS"}}};
  table.add({"ana", "1,234.56", "complete"});
  table.add({"maria@example.com", "0.10", ""});
  EXPECT_EQ(printed(table),
            "USER                    US$  STATUS\n"
            "ana                1,234.56  complete\n"
            "maria@example.com      0.10\n");
}

TEST(Table, WithoutRowsHasOnlyItsTitles) {
  Table table{{{"A"}, {"B"}}};
  EXPECT_TRUE(table.empty());
  EXPECT_EQ(printed(table), "A  B\n");
  table.add({"1", "2"});
  EXPECT_FALSE(table.empty());
}

TEST(Table, ARowThatDoesNotFitIsABug) {
  Table table{{{"A"}, {"B"}}};
  EXPECT_DEATH(table.add({"1"}), "does not fit");
}

TEST(Width, CountsCharactersNotBytes) {
  EXPECT_EQ(width(""), 0U);
  EXPECT_EQ(width("abc"), 3U);
  EXPECT_EQ(width("usuário"), 7U);
}

// East Asian Width (Unicode UAX 11): a terminal gives these two columns each. Binance lists such names.
TEST(Width, WideCharactersTakeTwoColumns) {
  EXPECT_EQ(width("币安人生"), 8U);
  EXPECT_EQ(width("１２３"), 6U);
  EXPECT_EQ(width("한글"), 4U);
  EXPECT_EQ(width("かな"), 4U);
  EXPECT_EQ(width("🚀"), 2U);
  EXPECT_EQ(width("aé币"), 4U);
}

TEST(Width, BrokenUtf8CountsByte) { EXPECT_EQ(width("a\xff\xfe"), 3U); }

TEST(Table, WideNamesKeepTheColumnsStraight) {
  Table table{{{"ASSET"}, {"US$", Align::right}}};
  table.add({"币安人生", "1"});
  table.add({"BTC", "20"});
  EXPECT_EQ(printed(table),
            "ASSET     US$\n"
            "币安人生    1\n"
            "BTC        20\n");
}

}  // namespace
}  // namespace saldo::cli
