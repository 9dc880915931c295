#pragma once

#include <string>
#include <string_view>

namespace sim {

/// HMAC-SHA256 of `message`, in lower-case hex.
std::string hmac_sha256_hex(std::string_view secret, std::string_view message);

/// Compares two hex texts, upper and lower case alike.
bool same_hex(std::string_view left, std::string_view right);

}  // namespace sim
