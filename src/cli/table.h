#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace saldo::cli {

enum class Align { left, right };

struct Column {
  std::string title;
  Align align = Align::left;
};

/// Rows of text in aligned columns, for people.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// One cell a column.
  void add(std::vector<std::string> row);
  bool empty() const { return rows_.empty(); }
  void print(std::ostream& out) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// How many columns of a terminal the text takes: Chinese, Japanese and Korean characters take two each.
std::size_t width(std::string_view utf8);

}  // namespace saldo::cli
