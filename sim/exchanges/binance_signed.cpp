#include "sim/exchanges/binance_signed.h"

#include <algorithm>
#include <charconv>

#include <boost/beast/core/string.hpp>
#include <fmt/format.h>

#include "sim/exchanges/binance_replies.h"
#include "sim/query.h"
#include "sim/signing.h"

namespace sim::binance {
namespace {

constexpr std::int64_t kDefaultWindowUs = 5'000'000;
constexpr std::int64_t kMaxWindowUs = 60'000'000;
constexpr std::int64_t kMaxAheadUs = 1'000'000;
// "in milliseconds or microseconds": the documents do not say how they are told apart. Milliseconds reach this figure
// in the year 5138, microseconds passed it in 1973.
constexpr std::int64_t kLeastMicroseconds = 100'000'000'000'000;
constexpr std::size_t kKeyLength = 64;

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool key_is_formed(std::string_view key) {
  return key.size() == kKeyLength && std::ranges::all_of(key, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
         });
}

/// What was sent and the signature that came with it, at its end.
struct SignedPayload {
  std::string payload;
  std::string_view signature;
};

/// The payload is the query and the body, one after the other, without the signature, which comes last.
std::optional<SignedPayload> take_apart(const Request& request) {
  constexpr std::string_view kName = "signature=";
  const bool in_body = !request.body.empty();
  const std::string_view text = in_body ? request.body : request.query;
  const std::size_t last = text.rfind('&') == std::string_view::npos ? 0 : text.rfind('&') + 1;
  if (!text.substr(last).starts_with(kName)) return std::nullopt;
  SignedPayload parts{.payload = in_body ? std::string(request.query) : "",
                      .signature = text.substr(last + kName.size())};
  parts.payload += text.substr(0, last == 0 ? 0 : last - 1);
  return parts;
}

std::string value_of(const Request& request, std::string_view name) {
  if (auto value = query_value(request.query, name)) return *value;
  return query_value(request.body, name).value_or("");
}

/// recvWindow in microseconds, or the refusal. "Supports up to three decimal places."
std::expected<std::int64_t, Reply> receive_window_us(const Request& request) {
  const std::string sent = value_of(request, "recvWindow");
  if (sent.empty()) return kDefaultWindowUs;
  const std::string_view text(sent);
  const std::size_t point = std::min(text.find('.'), text.size());
  std::string decimals(text.substr(std::min(point + 1, text.size())));
  if (decimals.size() > 3) return std::unexpected(error(-1111, "Parameter 'recvWindow' has too much precision."));
  decimals.resize(3, '0');
  const std::string digits = std::string(text.substr(0, point)) + decimals;
  const auto window_us = whole_number(digits);
  if (point == 0 || !window_us || !all_digits(digits)) return std::unexpected(missing("recvWindow"));
  if (*window_us > kMaxWindowUs)
    return std::unexpected(error(-1102, "'recvWindow' contains unexpected value. Cannot be greater than 60000."));
  return *window_us;
}

std::optional<Reply> check_time(const Request& request, std::int64_t now_us) {
  const std::string sent = value_of(request, "timestamp");
  const auto number = whole_number(sent);
  if (!number || !all_digits(sent)) return missing("timestamp");
  const auto window_us = receive_window_us(request);
  if (!window_us) return window_us.error();
  const std::int64_t timestamp_us = *number >= kLeastMicroseconds ? *number : *number * 1000;
  if (timestamp_us >= now_us + kMaxAheadUs)
    return error(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
  if (now_us - timestamp_us > *window_us)
    return error(-1021, "Timestamp for this request is outside of the recvWindow.");
  return std::nullopt;
}

bool is_ascii(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace

std::optional<Reply> check_parameters(const Request& request, std::initializer_list<std::string_view> known) {
  std::vector<Parameter> sent = split_query(request.query);
  for (const Parameter& parameter : split_query(request.body)) sent.push_back(parameter);
  if (known.size() == 0 && !sent.empty())
    return error(-1101, fmt::format("Too many parameters; expected '0' and received '{}'.", sent.size()));
  std::size_t read = 0;
  for (const Parameter& parameter : sent) {
    if (std::ranges::find(known, parameter.name) != known.end()) ++read;
    if (std::ranges::count(sent, parameter.name, &Parameter::name) > 1)
      return error(-1101, "Duplicate values for a parameter detected.");
    if (!percent_decode(parameter.raw)) return error(-1100, "Illegal characters found in a parameter.");
  }
  if (read == sent.size()) return std::nullopt;
  return error(-1104, fmt::format("Not all sent parameters were read; read '{}' parameter(s) but was sent '{}'.", read,
                                  sent.size()));
}

std::optional<Reply> check_signed(const Call& call, std::string_view secret) {
  const Request& request = call.request;
  if (!key_is_formed(request.header("X-MBX-APIKEY"))) return error(-2014, "API-key format invalid.");
  if (value_of(request, "timestamp").empty()) return missing("timestamp");
  if (value_of(request, "signature").empty()) return missing("signature");
  if (auto refusal = check_time(request, call.now_us)) return refusal;
  if (!call.account) return error(-2015, "Invalid API-key, IP, or permissions for action.");
  const auto parts = take_apart(request);
  const bool right =
      parts && is_ascii(parts->payload) && same_hex(hmac_sha256_hex(secret, parts->payload), parts->signature);
  if (!right) return error(-1022, "Signature for this request is not valid.");
  return std::nullopt;
}

std::int64_t time_in_unit(const Call& call) {
  const std::string_view unit = call.request.header("X-MBX-TIME-UNIT");
  const bool micro = unit == "MICROSECOND" || unit == "microsecond";
  return micro ? call.now_us : call.now_us / 1000;
}

}  // namespace sim::binance
