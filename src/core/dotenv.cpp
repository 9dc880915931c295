#include "core/dotenv.h"

#include <algorithm>
#include <array>
#include <expected>

#include "core/text.h"

namespace saldo {
namespace {

using Reason = std::string_view;

/// Line ends as Python's text files have them: "\n" only.
std::string with_plain_line_ends(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && text.substr(i).starts_with("\r\n")) continue;
    plain += text[i] == '\r' ? '\n' : text[i];
  }
  return plain;
}

/// What Python calls white space, str.isspace().
bool is_blank(char32_t code) {
  constexpr std::array kBlanks{U'\x20',   U'\x85',   U'\xA0',   U'\u1680', U'\u2028',
                               U'\u2029', U'\u202F', U'\u205F', U'\u3000'};
  return (code >= 0x09 && code <= 0x0D) || (code >= 0x1C && code <= 0x1F) || (code >= 0x2000 && code <= 0x200A) ||
         std::ranges::find(kBlanks, code) != kBlanks.end();
}

/// Length in bytes of the blank that `text` begins with; zero when it begins with something else.
std::size_t blank_bytes(std::string_view text) {
  const auto character = first_character(text);
  return character && is_blank(character->code) ? character->bytes : 0;
}

std::string_view without_trailing_blanks(std::string_view text) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t blank = blank_bytes(text.substr(i));
    i += blank == 0 ? 1 : blank;
    if (blank == 0) kept = i;
  }
  return text.substr(0, kept);
}

/// An unquoted value ends before a "#" that follows a blank.
std::string_view without_comment(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t blank = blank_bytes(text.substr(i));
    i += blank == 0 ? 1 : blank;
    if (blank != 0 && text.substr(i).starts_with('#')) return text.substr(0, i);
  }
  return text;
}

/// The character that a backslash and `c` stand for between such quotes; nothing where the backslash stays.
std::optional<char> unescaped(char c, char quote) {
  constexpr std::string_view kNames = "\\'\"abfnrtv";
  constexpr std::string_view kMeanings = "\\'\"\a\b\f\n\r\t\v";
  const auto index = kNames.find(c);
  if (index == std::string_view::npos || (quote == '\'' && index > 1)) return {};
  return kMeanings[index];
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  int line() const { return line_; }
  bool next_is(char c) const { return rest_.starts_with(c); }
  bool at_line_end() const { return at_end() || next_is('\n'); }

  void skip(std::size_t bytes) {
    line_ += static_cast<int>(std::ranges::count(rest_.substr(0, bytes), '\n'));
    rest_.remove_prefix(bytes);
  }

  /// Skips blanks, line ends too if told so; gives whether there were any.
  bool skip_blanks(bool line_ends = false) {
    bool any = false;
    while (line_ends || !next_is('\n')) {
      const std::size_t blank = blank_bytes(rest_);
      if (blank == 0) break;
      skip(blank);
      any = true;
    }
    return any;
  }

  void skip_line() {
    skip(std::min(rest_.find('\n'), rest_.size()));
    if (!at_end()) skip(1);
  }

  void skip_export() {
    const Reader before = *this;
    if (!rest_.starts_with("export")) return;
    skip(6);
    if (!skip_blanks()) *this = before;
  }

  std::string_view take(std::size_t bytes) {
    const auto taken = rest_.substr(0, bytes);
    skip(taken.size());
    return taken;
  }

  std::string_view take_line() { return take(rest_.find('\n')); }

  /// A name without quotes: up to a blank, "=" or "#".
  std::string_view take_bare_name() {
    std::size_t bytes = 0;
    while (bytes < rest_.size() && rest_[bytes] != '=' && rest_[bytes] != '#' && blank_bytes(rest_.substr(bytes)) == 0)
      ++bytes;
    return take(bytes);
  }

  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  int line_ = 1;
};

std::expected<std::string, Reason> read_name(Reader& reader) {
  if (!reader.next_is('\'')) {
    const auto name = reader.take_bare_name();
    if (name.empty()) return std::unexpected("a name is missing");
    return std::string{name};
  }
  const auto end = reader.rest().find('\'', 1);
  if (end == std::string_view::npos || end == 1)
    return std::unexpected("a quoted name is empty or has no closing quote");
  return std::string{reader.take(end + 1).substr(1, end - 1)};
}

std::expected<std::string, Reason> read_quoted(Reader& reader) {
  const auto text = reader.rest();
  const char quote = text.front();
  std::string value;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == quote) {
      reader.skip(i + 1);
      return value;
    }
    if (text[i] != '\\' || i + 1 == text.size()) {
      value += text[i];
      continue;
    }
    const auto meaning = unescaped(text[++i], quote);
    if (!meaning) value += '\\';
    value += meaning.value_or(text[i]);
  }
  return std::unexpected("a quote is opened and never closed");
}

std::expected<std::string, Reason> read_value(Reader& reader) {
  const bool blanks = reader.skip_blanks();
  if (reader.next_is('\'') || reader.next_is('"')) return read_quoted(reader);
  if (blanks && reader.next_is('#')) return "";
  return std::string{without_trailing_blanks(without_comment(reader.take_line()))};
}

/// Reads one entry, or only a comment: then the name is empty.
std::expected<DotenvEntry, Reason> read_entry(Reader& reader) {
  reader.skip_export();
  DotenvEntry entry{.name = {}, .value = {}, .line = reader.line()};
  if (!reader.next_is('#')) {
    auto name = read_name(reader);
    if (!name) return std::unexpected(name.error());
    entry.name = std::move(*name);
  }
  reader.skip_blanks();
  if (reader.next_is('=')) {
    reader.skip(1);
    auto value = read_value(reader);
    if (!value) return std::unexpected(value.error());
    entry.value = std::move(*value);
  }
  reader.skip_blanks();
  if (reader.next_is('#')) reader.take_line();
  if (!reader.at_line_end()) return std::unexpected("there is text where the line should end");
  return entry;
}

/// A "${NAME}" or "${NAME:-fallback}" at the front of `text`.
struct Variable {
  std::string_view name;
  std::string_view fallback;
  std::size_t bytes = 0;
};

std::optional<Variable> variable_in_front(std::string_view text) {
  if (!text.starts_with("${")) return {};
  const auto end = text.find('}');
  if (end == std::string_view::npos) return {};
  const auto inside = text.substr(2, end - 2);
  const auto colon = inside.find(':');
  if (colon == std::string_view::npos) return Variable{.name = inside, .fallback = {}, .bytes = end + 1};
  if (!inside.substr(colon).starts_with(":-")) return {};
  return Variable{.name = inside.substr(0, colon), .fallback = inside.substr(colon + 2), .bytes = end + 1};
}

class Expander {
 public:
  Expander(const Environment& environment, const std::vector<DotenvEntry>& earlier)
      : environment_(environment), earlier_(earlier) {}

  /// Nothing when the value grows beyond kDotenvValueBytesMax.
  std::optional<std::string> expanded(std::string_view text) const {
    std::string value;
    while (!text.empty() && value.size() <= kDotenvValueBytesMax) {
      const auto variable = variable_in_front(text);
      if (variable)
        value += lookup(*variable);
      else
        value += text.front();
      text.remove_prefix(variable ? variable->bytes : 1);
    }
    if (value.size() > kDotenvValueBytesMax) return {};
    return value;
  }

 private:
  std::string_view lookup(const Variable& variable) const {
    if (const auto found = environment_.find(variable.name); found != environment_.end()) return found->second;
    const auto entry = std::ranges::find(earlier_, variable.name, &DotenvEntry::name);
    if (entry == earlier_.end()) return variable.fallback;
    return entry->value ? std::string_view{*entry->value} : std::string_view{};
  }

  const Environment& environment_;
  const std::vector<DotenvEntry>& earlier_;
};

void keep(std::vector<DotenvEntry>& entries, DotenvEntry entry) {
  const auto earlier = std::ranges::find(entries, entry.name, &DotenvEntry::name);
  if (earlier == entries.end())
    entries.push_back(std::move(entry));
  else
    *earlier = std::move(entry);
}

/// The number of the first line that is not UTF-8.
std::optional<int> first_broken_line(std::string_view text) {
  int line = 1;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1);
    if (!is_utf8(text.substr(0, end + 1))) return line;
    text.remove_prefix(end + 1);
    ++line;
  }
  return {};
}

}  // namespace

Dotenv parse_dotenv(std::string_view text, const Environment& environment) {
  if (text.size() > kDotenvBytesMax)
    return {.entries = {}, .errors = {{.line = 1, .reason = "the file is longer than 64 KiB"}}};
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto plain = with_plain_line_ends(text);
  if (const auto line = first_broken_line(plain))
    return {.entries = {}, .errors = {{.line = *line, .reason = "not UTF-8"}}};
  Dotenv dotenv;
  const Expander expander{environment, dotenv.entries};
  Reader reader{plain};
  for (reader.skip_blanks(true); !reader.at_end(); reader.skip_blanks(true)) {
    const int line = reader.line();
    auto entry = read_entry(reader);
    if (!entry) {
      dotenv.errors.push_back({.line = line, .reason = std::string{entry.error()}});
      reader.skip_line();
      continue;
    }
    if (entry->name.empty()) continue;
    const bool has_value = entry->value.has_value();
    if (has_value) entry->value = expander.expanded(*entry->value);
    if (has_value && !entry->value)
      dotenv.errors.push_back({.line = line, .reason = "the value is longer than 16 KiB"});
    else
      keep(dotenv.entries, std::move(*entry));
  }
  return dotenv;
}

}  // namespace saldo
