#include "core/text.h"

#include <array>

#include <fmt/format.h>

namespace saldo {
namespace {

struct Form {
  unsigned char mask;  // of the bits that mark the form
  unsigned char mark;
  std::size_t bytes;
  char32_t min;  // smaller codes have a shorter form
};

constexpr std::array kForms{Form{0x80, 0x00, 1, 0}, Form{0xE0, 0xC0, 2, 0x80}, Form{0xF0, 0xE0, 3, 0x800},
                            Form{0xF8, 0xF0, 4, 0x10000}};

std::optional<Character> read(std::string_view text, const Form& form) {
  if (text.size() < form.bytes) return {};
  char32_t code = static_cast<unsigned char>(text.front()) & static_cast<unsigned char>(~form.mask);
  for (const char c : text.substr(1, form.bytes - 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) return {};
    code = (code << 6) | (byte & 0x3F);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < form.min || code > 0x10FFFF || surrogate) return {};
  return Character{.code = code, .bytes = form.bytes};
}

bool may_be_shown(char32_t code) {
  if (code == '\\' || code < 0x20 || (code >= 0x7F && code < 0xA0)) return false;
  const bool separator = code == 0x2028 || code == 0x2029;
  const bool direction =
      code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  return !separator && !direction;
}

std::string escaped(char32_t code) {
  switch (code) {
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\\': return "\\\\";
    default: return fmt::format("\\u{:04x}", static_cast<unsigned>(code));
  }
}

}  // namespace

std::optional<Character> first_character(std::string_view text) {
  if (text.empty()) return {};
  for (const Form& form : kForms)
    if ((static_cast<unsigned char>(text.front()) & form.mask) == form.mark) return read(text, form);
  return {};
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto character = first_character(text);
    if (!character) return false;
    text.remove_prefix(character->bytes);
  }
  return true;
}

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const auto character = first_character(text);
    const std::size_t bytes = character ? character->bytes : 1;
    if (!character)
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    else if (may_be_shown(character->code))
      shown += text.substr(0, bytes);
    else
      shown += escaped(character->code);
    text.remove_prefix(bytes);
  }
  return shown;
}

}  // namespace saldo
