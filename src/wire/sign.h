#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/secret.h"

namespace saldo::wire {

using Sha256Digest = std::array<std::uint8_t, 32>;

/// HMAC-SHA256 (RFC 2104) of `message`.
Sha256Digest hmac_sha256(const Secret& key, std::string_view message);

std::string hex(std::span<const std::uint8_t> bytes);

}  // namespace saldo::wire
