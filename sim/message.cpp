#include "sim/message.h"

#include <array>

#include <boost/beast/core/string.hpp>

namespace sim {

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (boost::beast::iequals({key.data(), key.size()}, {name.data(), name.size()})) return value;
  return {};
}

std::string_view name_of(Outcome outcome) {
  constexpr std::array<std::string_view, kOutcomes> kNames = {
      "ok",        "bad_signature", "unknown_key",  "malformed_key", "bad_timestamp", "bad_nonce", "bad_parameter",
      "not_found", "unavailable",   "rate_limited", "banned"};
  return kNames[static_cast<std::size_t>(outcome)];
}

}  // namespace sim
