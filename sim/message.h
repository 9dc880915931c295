#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/faults.h"
#include "sim/world.h"

namespace sim {

/// A request as it came. The views live as long as the call that was given it.
struct Request {
  std::string_view method = {};
  std::string_view path = {};
  /// After the '?', as sent: not decoded.
  std::string_view query = {};
  std::string_view body = {};
  std::string_view client_address = {};
  std::vector<std::pair<std::string_view, std::string_view>> headers = {};

  /// The value of a header, its name in any case; empty if it was not sent.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// How an exchange took a request; the names in /stats.
enum class Outcome {
  ok,
  bad_signature,
  unknown_key,
  malformed_key,
  bad_timestamp,
  bad_nonce,
  bad_parameter,
  not_found,
  unavailable,
  rate_limited,
  banned,
};
inline constexpr std::size_t kOutcomes = 11;
std::string_view name_of(Outcome outcome);

struct Reply {
  unsigned status = 200;
  Outcome outcome = Outcome::ok;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
};

/// A request at an exchange: when it arrived by that exchange's clock, whose key it shows, and which faults are on.
struct Call {
  const Request& request;
  std::int64_t now_us = 0;
  std::optional<AccountRef> account = {};
  const Effects& effects;
};

}  // namespace sim
