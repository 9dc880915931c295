#include "cli/table.h"

#include <algorithm>
#include <array>
#include <ostream>

#include "core/check.h"
#include "core/text.h"

namespace saldo::cli {
namespace {

constexpr std::string_view kGap = "  ";

struct Range {
  char32_t first;
  char32_t last;
};

// East Asian Width "wide" and "fullwidth" (Unicode UAX 11), by blocks.
constexpr std::array kWide{Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0xA4CF},
                           Range{0xA960, 0xA97F},   Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},
                           Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},
                           Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF},
                           Range{0x20000, 0x3FFFD}};

bool is_wide(char32_t code) {
  return std::ranges::any_of(kWide, [code](const Range& range) { return code >= range.first && code <= range.last; });
}

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
  std::size_t columns = 0;
  while (!utf8.empty()) {
    const auto character = first_character(utf8);
    columns += character && is_wide(character->code) ? 2 : 1;
    utf8.remove_prefix(character ? character->bytes : 1);
  }
  return columns;
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
