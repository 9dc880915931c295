#include "wire/sign.h"

#include <memory>

#include <openssl/evp.h>
#include <openssl/params.h>

#include "core/check.h"

namespace saldo::wire {
namespace {

struct FreeMac {
  void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

/// Fetching an algorithm costs more than signing with it, so each thread fetches once.
EVP_MAC_CTX* hmac_sha256_context() {
  thread_local const std::unique_ptr<EVP_MAC, FreeMac> kMac{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
  thread_local const std::unique_ptr<EVP_MAC_CTX, FreeMac> kContext{EVP_MAC_CTX_new(kMac.get())};
  return kContext.get();
}

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

Sha256Digest hmac_sha256(const Secret& key, std::string_view message) {
  char digest_name[] = "SHA256";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string("digest", digest_name, 0), OSSL_PARAM_END};
  // OpenSSL reads a null key as "keep the last one", so an empty key needs an address too.
  const auto text = key.empty() ? std::string_view{""} : key.reveal();
  EVP_MAC_CTX* context = hmac_sha256_context();
  Sha256Digest digest{};
  std::size_t length = 0;
  const bool done = EVP_MAC_init(context, bytes(text), text.size(), parameters) == 1 &&
                    EVP_MAC_update(context, bytes(message), message.size()) == 1 &&
                    EVP_MAC_final(context, digest.data(), &length, digest.size()) == 1;
  check(done && length == digest.size(), "OpenSSL could not compute HMAC-SHA256");
  return digest;
}

std::string hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) text += {kDigits[byte >> 4], kDigits[byte & 15]};
  return text;
}

}  // namespace saldo::wire
