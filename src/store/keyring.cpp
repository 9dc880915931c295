#include "store/keyring.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "core/check.h"

namespace saldo::store {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
/// Keeps our hashes apart from anybody else's of the same key.
constexpr std::string_view kFingerprintPurpose = "saldo api key fingerprint:";
constexpr std::size_t kFingerprintBytes = 8;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// The parts between the commas, as views into `text`.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (auto comma = text.find(','); comma != std::string_view::npos; comma = text.find(',')) {
    parts.push_back(trimmed(text.substr(0, comma)));
    text.remove_prefix(comma + 1);
  }
  parts.push_back(trimmed(text));
  return parts;
}

/// What is wrong with the text of a key, without quoting it.
std::string flaw_of(std::string_view text) {
  if (text.empty()) return "is empty";
  if (text.size() != fernet::kKeyCharacters)
    return fmt::format("has {} characters, not {}", text.size(), fernet::kKeyCharacters);
  return "is not URL-safe base64 of 32 bytes (letters, digits, - and _, one = at the end)";
}

}  // namespace

Result<Keyring> Keyring::parse(const Secret& text, std::string_view origin) {
  const auto parts = parts_of(text.reveal());
  if (parts.size() > kMaxKeys)
    return fail(ErrorKind::configuration,
                fmt::format("{} holds {} keys, at most {} are read: remove the oldest, at the end", origin,
                            parts.size(), kMaxKeys));
  Keyring keyring;
  keyring.origin_ = origin;
  for (const auto part : parts) {
    auto key = fernet::Key::parse(part);
    if (!key)
      return fail(ErrorKind::configuration,
                  fmt::format("{}: key {} of {} {}", origin, keyring.keys_.size() + 1, parts.size(), flaw_of(part)));
    keyring.keys_.push_back(*std::move(key));
  }
  return keyring;
}

std::string Keyring::encrypt(const Secret& secret, Time at, const RandomSource& random) const {
  check(!keys_.empty(), "a keyring without keys");
  fernet::Iv iv;
  random(iv);
  return fernet::encrypt(keys_.front(), secret.reveal(), at, iv);
}

Result<Secret> Keyring::decrypt(std::string_view token) const {
  for (const auto& key : keys_)
    if (auto secret = fernet::decrypt(key, token)) return *std::move(secret);
  return fail(ErrorKind::undecryptable_key,
              fmt::format("none of the {} encryption keys opens a stored credential", keys_.size()));
}

EncryptedCredentials Keyring::encrypt(const Credentials& credentials, Time at, const RandomSource& random) const {
  const auto token = [&](const Secret& secret) { return secret.empty() ? "" : encrypt(secret, at, random); };
  return {.api_key = token(credentials.api_key),
          .api_secret = token(credentials.api_secret),
          .passphrase = token(credentials.passphrase),
          .uid = credentials.uid};
}

Result<Credentials> Keyring::decrypt(const EncryptedCredentials& credentials) const {
  Credentials opened{.api_key = {}, .api_secret = {}, .passphrase = {}, .uid = credentials.uid};
  const std::array fields{std::pair{&credentials.api_key, &opened.api_key},
                          std::pair{&credentials.api_secret, &opened.api_secret},
                          std::pair{&credentials.passphrase, &opened.passphrase}};
  for (const auto& [token, secret] : fields) {
    if (token->empty()) continue;
    auto text = decrypt(*token);
    if (!text) return fail(text.error());
    *secret = *std::move(text);
  }
  return opened;
}

std::string fingerprint(const Secret& api_key) {
  std::string text{kFingerprintPurpose};
  text += api_key.reveal();
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  const bool hashed = EVP_Q_digest(nullptr, "SHA256", nullptr, text.data(), text.size(), digest.data(), nullptr) == 1;
  wipe(text);
  check(hashed, "OpenSSL has no SHA-256");
  std::string hex;
  for (std::size_t i = 0; i < kFingerprintBytes; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

}  // namespace saldo::store
