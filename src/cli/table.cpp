#include "cli/table.h"

#include <algorithm>
#include <ostream>

#include "core/check.h"

namespace saldo::cli {
namespace {

constexpr std::string_view kGap = "  ";

std::string padded(const std::string& text, std::size_t wanted, Align align) {
  const std::string blanks(wanted - std::min(wanted, width(text)), ' ');
  return align == Align::left ? text + blanks : blanks + text;
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

std::size_t width(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

void Table::add(std::vector<std::string> row) {
  check(row.size() == columns_.size(), "a table's row does not fit its columns");
  rows_.push_back(std::move(row));
}

void Table::print(std::ostream& out) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    widths.push_back(width(columns_[i].title));
    for (const auto& row : rows_) widths[i] = std::max(widths[i], width(row[i]));
  }
  const auto line = [&](auto cell) {
    std::string text;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      text += (i == 0 ? "" : std::string{kGap}) + padded(cell(i), widths[i], columns_[i].align);
    out << trimmed(std::move(text)) << "\n";
  };
  line([&](std::size_t i) { return columns_[i].title; });
  for (const auto& row : rows_) line([&](std::size_t i) { return row[i]; });
}

}  // namespace saldo::cli
