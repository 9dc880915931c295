#include "sim/signing.h"

#include <array>
#include <memory>
#include <stdexcept>

#include <boost/beast/core/string.hpp>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace sim {
namespace {

struct MacFree {
  void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using MacContext = std::unique_ptr<EVP_MAC_CTX, MacFree>;

/// A context with HMAC-SHA256 chosen but no key yet. Looking the algorithm up costs more than a signature: once is
/// enough.
MacContext make_context() {
  const std::unique_ptr<EVP_MAC, MacFree> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  MacContext context(EVP_MAC_CTX_new(mac.get()));
  std::string digest = "SHA256";
  const std::array parameters = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
                                 OSSL_PARAM_construct_end()};
  if (!context || EVP_MAC_CTX_set_params(context.get(), parameters.data()) != 1)
    throw std::runtime_error("OpenSSL has no HMAC-SHA256");
  return context;
}

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string to_hex(const unsigned char* data, std::size_t size) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  out.reserve(size * 2);
  for (std::size_t at = 0; at < size; ++at) {
    out += kHex[data[at] >> 4U];
    out += kHex[data[at] & 15U];
  }
  return out;
}

}  // namespace

std::string hmac_sha256_hex(std::string_view secret, std::string_view message) {
  thread_local const MacContext kContext = make_context();
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  std::size_t size = 0;
  const bool done = EVP_MAC_init(kContext.get(), bytes(secret), secret.size(), nullptr) == 1 &&
                    EVP_MAC_update(kContext.get(), bytes(message), message.size()) == 1 &&
                    EVP_MAC_final(kContext.get(), digest.data(), &size, digest.size()) == 1;
  if (!done) throw std::runtime_error("HMAC-SHA256 failed");
  return to_hex(digest.data(), size);
}

bool same_hex(std::string_view left, std::string_view right) {
  return boost::beast::iequals({left.data(), left.size()}, {right.data(), right.size()});
}

}  // namespace sim
