#include "core/endpoints.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <ranges>

#include <fmt/format.h>

#include "core/text.h"

namespace saldo {
namespace {

struct Origin {
  std::string_view scheme;
  std::string_view host;  // without brackets
  std::string_view port;  // without the colon; empty when there is none
};

std::string_view without_blanks(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

template <class T>
std::optional<T> number(std::string_view text, int max) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.starts_with('-') || error != std::errc{} || end != text.data() + text.size() || value > max) return {};
  return static_cast<T>(value);
}

bool is_loopback_v4(std::string_view host) {
  if (!host.starts_with("127.")) return false;
  int parts = 0;
  for (const auto part : std::views::split(host, '.')) {
    if (!number<std::uint8_t>(std::string_view{part}, 255)) return false;
    ++parts;
  }
  return parts == 4;
}

bool is_host_character(char c) { return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '-'; }

bool is_v6_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
}

/// Takes the host off the front of `text`.
std::optional<std::string_view> take_host(std::string_view& text) {
  const bool bracket = text.starts_with('[');
  if (bracket) text.remove_prefix(1);
  const auto fits = bracket ? is_v6_character : is_host_character;
  const auto length = static_cast<std::size_t>(std::ranges::find_if_not(text, fits) - text.begin());
  const auto host = text.substr(0, length);
  text.remove_prefix(length);
  if (bracket && !text.starts_with(']')) return {};
  if (bracket) text.remove_prefix(1);
  if (host.empty()) return {};
  return host;
}

/// Nothing unless `text` is a scheme, a host and perhaps a port, and no more.
std::optional<Origin> parse_origin(std::string_view text) {
  Origin origin;
  for (const std::string_view scheme : {"https", "http"})
    if (origin.scheme.empty() && text.starts_with(scheme) && text.substr(scheme.size()).starts_with("://"))
      origin.scheme = scheme;
  if (origin.scheme.empty()) return {};
  text.remove_prefix(origin.scheme.size() + 3);
  const auto host = take_host(text);
  if (!host) return {};
  origin.host = *host;
  if (text.empty()) return origin;
  if (!text.starts_with(':')) return {};
  origin.port = text.substr(1);
  if (number<std::uint16_t>(origin.port, 65535).value_or(0) == 0) return {};
  return origin;
}

bool is_loopback_host(std::string_view host) { return host == "localhost" || host == "::1" || is_loopback_v4(host); }

bool is_name(std::string_view name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char c) { return is_lower_or_digit(c) || c == '_' || c == '-'; });
}

/// The entry without what stands before an "@": it may be a password.
std::string shown(std::string_view entry) {
  const auto at = entry.rfind('@');
  if (at == std::string_view::npos) return std::string{entry};
  const auto equal = std::min(entry.find('='), at);
  return fmt::format("{}=...{}", entry.substr(0, equal), entry.substr(at));
}

/// What is wrong with an entry; nothing when it is right.
std::optional<std::string_view> defect(std::string_view name, std::string_view url) {
  if (!is_name(name)) return "must look like binance=http://127.0.0.1:9100";
  const auto origin = parse_origin(url);
  if (!origin) return "must be https://host or https://host:port, without a path";
  if (origin->scheme == "http" && !is_loopback_host(origin->host)) return "plain http is for loopback only: use https";
  return {};
}

}  // namespace

bool is_loopback(std::string_view origin) {
  const auto parts = parse_origin(origin);
  return parts && is_loopback_host(parts->host);
}

std::expected<Endpoints, std::vector<std::string>> parse_endpoints(std::string_view text) {
  Endpoints endpoints;
  std::vector<std::string> wrong;
  for (const auto part : std::views::split(text, ',')) {
    const auto entry = without_blanks(std::string_view{part});
    if (entry.empty()) continue;
    const auto equal = std::min(entry.find('='), entry.size());
    const auto name = entry.substr(0, equal);
    auto url = entry.substr(std::min(equal + 1, entry.size()));
    if (url.ends_with('/')) url.remove_suffix(1);
    if (const auto reason = defect(name, url))
      wrong.push_back(fmt::format("entry \"{}\": {}", printable(shown(entry)), *reason));
    else if (!endpoints.emplace(name, url).second)
      wrong.push_back(fmt::format("entry \"{}\": {} is there twice", printable(shown(entry)), name));
  }
  if (!wrong.empty()) return std::unexpected(wrong);
  return endpoints;
}

}  // namespace saldo
