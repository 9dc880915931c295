#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace saldo::store {

/// Base64 with the URL-safe alphabet and padding (RFC 4648, section 5).
std::string to_base64url(std::string_view bytes);

/// The bytes that `text` stands for; nothing unless it is what to_base64url would have written.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace saldo::store
