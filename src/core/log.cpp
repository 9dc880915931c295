#include "core/log.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/check.h"
#include "core/text.h"

namespace saldo {
namespace {

constexpr std::array<std::string_view, 4> kLevels{"debug", "info", "warning", "error"};
constexpr std::array<std::string_view, 2> kFormats{"text", "json"};

template <class Enum>
Enum value_of(const auto& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  check(found != names.end(), "no such log level or format");
  return static_cast<Enum>(found - names.begin());
}

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};

std::string plain_text(const LogField::Value& value) {
  return std::visit(
      Overloaded{[](std::string_view text) { return std::string{text}; },
                 [](bool truth) { return std::string{truth ? "true" : "false"}; },
                 [](Time time) { return iso_text(time); }, [](const Decimal* decimal) { return decimal->text(); },
                 [](const Error* error) { return fmt::format("{}: {}", name(error->kind), error->message); },
                 [](auto integer) { return fmt::format("{}", integer); }},
      value);
}

/// Whether JSON writes the value without quotes. Amounts are text there: a reader's numbers may be binary.
bool is_bare_in_json(const LogField::Value& value) {
  return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<std::uint64_t>(value) ||
         std::holds_alternative<bool>(value);
}

std::string quoted(std::string_view printable_text) {
  std::string text = "\"";
  for (const char c : printable_text) {
    if (c == '"') text += '\\';
    text += c;
  }
  return text + '"';
}

std::string text_value(const LogField::Value& value) {
  const std::string text = plain_text(value);
  std::string shown = printable(text);
  const bool bare = !text.empty() && shown == text && text.find_first_of(" \"=") == std::string::npos;
  return bare ? shown : quoted(shown);
}

/// What RFC 8259 wants escaped, and what could harm the terminal of whoever reads the lines raw.
std::string json_text(std::string_view text) {
  std::string json = "\"";
  while (!text.empty()) {
    const auto character = first_character(text);
    const auto bytes = character ? character->bytes : 1;
    const auto front = text.substr(0, bytes);
    if (!character)
      json += "\\ufffd";
    else if (front == "\"" || front == "\\")
      json.append("\\").append(front);
    else if (printable(front) == front)
      json += front;
    else
      json += fmt::format("\\u{:04x}", static_cast<unsigned>(character->code));
    text.remove_prefix(bytes);
  }
  return json + '"';
}

std::string text_line(Time at, std::string_view level, std::string_view message, LogFields fields) {
  std::string line = fmt::format("{} {} {}", iso_text(at), level, printable(message));
  for (const auto& field : fields) line += fmt::format(" {}={}", field.name(), text_value(field.value()));
  return line + '\n';
}

std::string json_line(Time at, std::string_view level, std::string_view message, LogFields fields) {
  std::string line = fmt::format(R"({{"time":"{}","level":"{}","message":{})", iso_text(at), level, json_text(message));
  for (const auto& field : fields) {
    const auto text = plain_text(field.value());
    line += fmt::format(",{}:{}", json_text(field.name()), is_bare_in_json(field.value()) ? text : json_text(text));
  }
  return line + "}\n";
}

}  // namespace

LogLevel log_level(std::string_view name) { return value_of<LogLevel>(kLevels, name); }
LogFormat log_format(std::string_view name) { return value_of<LogFormat>(kFormats, name); }

void Logger::write(LogLevel level, std::string_view message, LogFields fields) {
  if (level < level_) return;
  const auto level_name = kLevels[static_cast<std::size_t>(level)];
  const auto make_line = format_ == LogFormat::json ? json_line : text_line;
  const auto line = make_line(clock_.now(), level_name, message, fields);
  const std::scoped_lock lock{mutex_};
  sink_(line);
}

}  // namespace saldo
