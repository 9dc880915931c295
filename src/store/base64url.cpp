#include "store/base64url.h"

#include <cstdint>

namespace saldo::store {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kGroupBytes = 3;
constexpr std::size_t kGroupCharacters = 4;

std::uint32_t group_of(std::string_view bytes) {
  std::uint32_t group = 0;
  for (std::size_t i = 0; i < kGroupBytes; ++i)
    group = group << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
  return group;
}

/// Writes 1 to 3 bytes as 4 characters.
void append_group(std::string& text, std::string_view bytes) {
  const auto group = group_of(bytes);
  for (std::size_t i = 0; i < kGroupCharacters; ++i)
    text += i <= bytes.size() ? kAlphabet[group >> (18 - 6 * i) & 63] : '=';
}

/// Reads 2 to 4 characters, the padding taken off, as one byte less.
bool take_group(std::string& bytes, std::string_view characters) {
  std::uint32_t group = 0;
  for (std::size_t i = 0; i < kGroupCharacters; ++i) {
    const auto value = i < characters.size() ? kAlphabet.find(characters[i]) : 0;
    if (value == std::string_view::npos) return false;
    group = group << 6 | static_cast<std::uint32_t>(value);
  }
  const auto unused_bits = 8 * (kGroupCharacters - characters.size());
  if ((group & ((1U << unused_bits) - 1)) != 0) return false;
  for (std::size_t i = 0; i + 1 < characters.size(); ++i) bytes += static_cast<char>(group >> (16 - 8 * i) & 255);
  return true;
}

std::string_view without_padding(std::string_view text) {
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string to_base64url(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + kGroupBytes - 1) / kGroupBytes * kGroupCharacters);
  for (std::size_t i = 0; i < bytes.size(); i += kGroupBytes) append_group(text, bytes.substr(i, kGroupBytes));
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.size() % kGroupCharacters != 0) return {};
  const auto characters = without_padding(text);
  std::string bytes;
  bytes.reserve(text.size() / kGroupCharacters * kGroupBytes);
  for (std::size_t i = 0; i < characters.size(); i += kGroupCharacters)
    if (!take_group(bytes, characters.substr(i, kGroupCharacters))) return {};
  return bytes;
}

}  // namespace saldo::store
