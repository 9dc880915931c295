#include "cli/csv.h"

#include <ostream>
#include <string_view>

namespace saldo::cli {
namespace {

/// "-12.50" is an amount, "=cmd" and "-cmd" are formulas.
bool looks_like_a_formula(std::string_view text) {
  if (text.empty() || !std::string_view{"=+-@\t\r"}.contains(text.front())) return false;
  return text.front() != '-' || text.find_first_not_of("-.0123456789E+") != std::string_view::npos;
}

std::string quoted(const std::string& field) {
  std::string text = looks_like_a_formula(field) ? "'" + field : field;
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

void print_csv(std::ostream& out, const std::vector<std::string>& fields) {
  bool first = true;
  for (const auto& field : fields) {
    out << (first ? "" : ",") << quoted(field);
    first = false;
  }
  out << "\r\n";
}

}  // namespace saldo::cli
