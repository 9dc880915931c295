#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace saldo {

struct Character {
  char32_t code = 0;
  std::size_t bytes = 0;
};

/// The character that `text` begins with; nothing when it is empty or does not begin with well-formed UTF-8 (RFC 3629).
std::optional<Character> first_character(std::string_view text);

bool is_utf8(std::string_view text);

/// Text from outside, fit for a terminal and one line: control characters, line and paragraph separators, marks that
/// turn the writing direction, and backslashes are written as escapes ("\n", "\u202e"), broken UTF-8 as "\xff".
std::string printable(std::string_view text);

}  // namespace saldo
