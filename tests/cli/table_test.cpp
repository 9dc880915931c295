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

}  // namespace
}  // namespace saldo::cli
