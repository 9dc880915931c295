#include "cli/csv.h"

#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace saldo::cli {
namespace {

std::string line(const std::vector<std::string>& fields) {
  std::ostringstream out;
  print_csv(out, fields);
  return out.str();
}

TEST(Csv, IsCommasAndCarriageReturns) {
  EXPECT_EQ(line({"a", "", "1,5"}), "a,,\"1,5\"\r\n");
  EXPECT_EQ(line({}), "\r\n");
}

TEST(Csv, QuotesWhatWouldBreakALine) {
  EXPECT_EQ(line({"say \"hi\"", "two\nlines", "cr\r"}), "\"say \"\"hi\"\"\",\"two\nlines\",\"cr\r\"\r\n");
}

TEST(Csv, DisarmsFormulas) {
  EXPECT_EQ(line({"=1+1"}), "'=1+1\r\n");
  EXPECT_EQ(line({"+cmd"}), "'+cmd\r\n");
  EXPECT_EQ(line({"-cmd|'/c calc'!A0"}), "'-cmd|'/c calc'!A0\r\n");
  EXPECT_EQ(line({"@SUM(A1,A2)"}), "\"'@SUM(A1,A2)\"\r\n");
  EXPECT_EQ(line({"\t=1"}), "'\t=1\r\n");
}

TEST(Csv, LeavesNumbersAlone) { EXPECT_EQ(line({"-12.50", "-1E-70", "0.1"}), "-12.50,-1E-70,0.1\r\n"); }

/// Reads one record as RFC 4180 says.
std::vector<std::string> read(const std::string& text) {
  std::vector<std::string> fields{""};
  bool quoted = false;
  for (std::size_t i = 0; i + 2 < text.size() || quoted; ++i) {
    const char c = text.at(i);
    if (c == '"' && quoted && text.at(i + 1) == '"')
      fields.back() += text.at(++i);
    else if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      fields.emplace_back();
    else
      fields.back() += c;
  }
  return fields;
}

TEST(Csv, ComesBackAsItWas) {
  EXPECT_TRUE(rc::check("a reader sees the same fields", [] {
    const auto any_text = rc::gen::container<std::string>(rc::gen::elementOf(std::string{"ab,\"\n\r 1é"}));
    const auto fields = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(any_text));
    for (const auto& field : fields) RC_PRE(field.empty() || field[0] != '\r');
    RC_ASSERT(read(line(fields)) == fields);
  }));
}

}  // namespace
}  // namespace saldo::cli
