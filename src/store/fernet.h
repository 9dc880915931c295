#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/secret.h"
#include "core/time.h"

/// Fernet, version 0x80: AES-128-CBC and HMAC-SHA256 in one printable token, as github.com/fernet/spec has it and
/// Python's cryptography.fernet writes it. Tokens have no lifetime here: their time is written, and not judged.
namespace saldo::store::fernet {

inline constexpr std::size_t kKeyCharacters = 44;
inline constexpr std::size_t kIvBytes = 16;
/// Far above any API secret (the longest are PEM keys of about 3 kB).
inline constexpr std::size_t kMaxTokenCharacters = 64 * 1024;

using Iv = std::array<unsigned char, kIvBytes>;

/// 32 bytes: 16 to sign with, 16 to encrypt with.
class Key {
 public:
  /// Reads 44 characters of URL-safe base64; nothing when it is anything else.
  static std::optional<Key> parse(std::string_view text);
  std::string_view signing() const { return bytes_.reveal().substr(0, kPartBytes); }
  std::string_view encrypting() const { return bytes_.reveal().substr(kPartBytes); }

 private:
  static constexpr std::size_t kPartBytes = 16;
  explicit Key(Secret bytes) : bytes_(std::move(bytes)) {}
  Secret bytes_;
};

/// `iv` must be new for every token and unguessable.
std::string encrypt(const Key& key, std::string_view text, Time at, const Iv& iv);

/// Nothing when the token is malformed, was altered, or was made with another key.
std::optional<Secret> decrypt(const Key& key, std::string_view token);

}  // namespace saldo::store::fernet
