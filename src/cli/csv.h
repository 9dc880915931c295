#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace saldo::cli {

/// One line of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front.
void print_csv(std::ostream& out, const std::vector<std::string>& fields);

}  // namespace saldo::cli
