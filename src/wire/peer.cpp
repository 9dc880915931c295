#include "wire/peer.h"

#include <charconv>

namespace saldo::wire {
namespace {

constexpr std::size_t kShownBytesMax = 200;
constexpr int kRetryAfterSecondsMax = 3 * 24 * 3600;  // the longest ban that an exchange documents (Binance)

}  // namespace

ErrorKind classify(std::span<const ErrorRow> table, std::string_view code, std::string_view message) {
  for (const ErrorRow& row : table) {
    const bool code_fits = row.code.empty() || row.code == code;
    const bool text_fits = row.text.empty() || message.find(row.text) != std::string_view::npos;
    if (code_fits && text_fits) return row.kind;
  }
  return ErrorKind::bad_response;
}

std::optional<ErrorKind> classify_status(int status) {
  if (status >= 200 && status < 300) return {};
  switch (status) {
    case 401: return ErrorKind::invalid_key;
    case 403:
    case 418: return ErrorKind::banned;
    case 429: return ErrorKind::rate_limited;
    case 451: return ErrorKind::geo_blocked;
    case 502:
    case 503:
    case 504: return ErrorKind::maintenance;
    default: return ErrorKind::bad_response;
  }
}

std::optional<Milliseconds> retry_after(const http::Response& response) {
  const auto text = response.header("Retry-After");
  int seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || seconds < 0) return {};
  return std::chrono::seconds{std::min(seconds, kRetryAfterSecondsMax)};
}

std::string shown(std::string_view text) {
  std::string line;
  for (const char c : text.substr(0, kShownBytesMax)) {
    const auto byte = static_cast<unsigned char>(c);
    line += byte < 0x20 || byte >= 0x7F ? '?' : c;
  }
  return line;
}

}  // namespace saldo::wire
