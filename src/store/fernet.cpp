#include "store/fernet.h"

#include <chrono>
#include <cstdint>
#include <memory>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "core/check.h"
#include "store/base64url.h"

namespace saldo::store::fernet {
namespace {

// Version ‖ time ‖ IV ‖ ciphertext ‖ MAC.
constexpr char kVersion = '\x80';
constexpr std::size_t kTimeBytes = 8;
constexpr std::size_t kHeaderBytes = 1 + kTimeBytes + kIvBytes;
constexpr std::size_t kBlockBytes = 16;
constexpr std::size_t kMacBytes = 32;

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

CipherContext new_context() {
  CipherContext context{EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
  check(context != nullptr, "no memory for a cipher");
  return context;
}

std::string mac_of(const Key& key, std::string_view message) {
  std::string mac(kMacBytes, '\0');
  std::size_t size = 0;
  const auto* made = EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.signing().data(), key.signing().size(),
                               bytes_of(message), message.size(), bytes_of(mac), mac.size(), &size);
  check(made != nullptr && size == kMacBytes, "OpenSSL has no HMAC-SHA256");
  return mac;
}

std::string big_endian_seconds(Time at) {
  const auto seconds =
      static_cast<std::uint64_t>(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
  std::string bytes;
  for (std::size_t i = 0; i < kTimeBytes; ++i) bytes += static_cast<char>(seconds >> (56 - 8 * i) & 255);
  return bytes;
}

std::string encrypt_blocks(const Key& key, std::string_view text, const Iv& iv) {
  const auto context = new_context();
  std::string blocks(text.size() + kBlockBytes, '\0');
  int size = 0;
  int rest = 0;
  const bool done =
      EVP_EncryptInit_ex2(context.get(), EVP_aes_128_cbc(), bytes_of(key.encrypting()), iv.data(), nullptr) == 1 &&
      EVP_EncryptUpdate(context.get(), bytes_of(blocks), &size, bytes_of(text), static_cast<int>(text.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), bytes_of(blocks) + size, &rest) == 1;
  check(done, "OpenSSL has no AES-128-CBC");
  blocks.resize(static_cast<std::size_t>(size) + static_cast<std::size_t>(rest));
  return blocks;
}

std::optional<Secret> decrypt_blocks(const Key& key, std::string_view blocks, std::string_view iv) {
  const auto context = new_context();
  std::string text(blocks.size(), '\0');
  int size = 0;
  int rest = 0;
  const bool done =
      EVP_DecryptInit_ex2(context.get(), EVP_aes_128_cbc(), bytes_of(key.encrypting()), bytes_of(iv), nullptr) == 1 &&
      EVP_DecryptUpdate(context.get(), bytes_of(text), &size, bytes_of(blocks), static_cast<int>(blocks.size())) == 1 &&
      EVP_DecryptFinal_ex(context.get(), bytes_of(text) + size, &rest) == 1;
  if (!done) {
    wipe(text);
    return {};
  }
  text.resize(static_cast<std::size_t>(size) + static_cast<std::size_t>(rest));
  return Secret::take(text);
}

bool has_token_shape(std::string_view token) {
  return token.size() >= kHeaderBytes + kBlockBytes + kMacBytes && token.front() == kVersion &&
         (token.size() - kHeaderBytes - kMacBytes) % kBlockBytes == 0;
}

}  // namespace

std::optional<Key> Key::parse(std::string_view text) {
  if (text.size() != kKeyCharacters) return {};
  auto bytes = from_base64url(text);
  if (!bytes) return {};
  auto secret = Secret::take(*bytes);
  if (secret.reveal().size() != 2 * kPartBytes) return {};
  return Key{std::move(secret)};
}

std::string encrypt(const Key& key, std::string_view text, Time at, const Iv& iv) {
  std::string token{kVersion};
  token += big_endian_seconds(at);
  token.append(iv.begin(), iv.end());
  token += encrypt_blocks(key, text, iv);
  token += mac_of(key, token);
  return to_base64url(token);
}

std::optional<Secret> decrypt(const Key& key, std::string_view token) {
  if (token.size() > kMaxTokenCharacters) return {};
  const auto decoded = from_base64url(token);
  if (!decoded || !has_token_shape(*decoded)) return {};
  const std::string_view bytes = *decoded;
  const auto message = bytes.substr(0, bytes.size() - kMacBytes);
  const auto mac = mac_of(key, message);
  if (CRYPTO_memcmp(mac.data(), bytes.data() + message.size(), kMacBytes) != 0) return {};
  return decrypt_blocks(key, message.substr(kHeaderBytes), message.substr(1 + kTimeBytes, kIvBytes));
}

}  // namespace saldo::store::fernet
