#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "sim/message.h"

namespace sim::binance {

/// Refuses parameters that an endpoint does not know, repeated ones, and ones that can't be decoded.
std::optional<Reply> check_parameters(const Request& request, std::initializer_list<std::string_view> known);

/// Checks a SIGNED request as rest-api.md, "Request Security", tells: key, timestamp, recvWindow, signature. Nothing
/// when all is well. `secret` belongs to call.account and is not looked at without one.
std::optional<Reply> check_signed(const Call& call, std::string_view secret);

/// Now as the client wants it: milliseconds, or microseconds by its X-MBX-TIME-UNIT.
std::int64_t time_in_unit(const Call& call);

}  // namespace sim::binance
