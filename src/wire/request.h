#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/account.h"
#include "core/http.h"
#include "core/rate_rule.h"

namespace saldo::wire {

/// Query or form parameters in their order, not yet encoded.
class Parameters {
 public:
  Parameters() = default;
  Parameters(std::initializer_list<std::pair<std::string, std::string>> pairs) : pairs_(pairs) {}

  void add(std::string name, std::string value) { pairs_.emplace_back(std::move(name), std::move(value)); }
  bool empty() const { return pairs_.empty(); }
  /// "a=1&b=x%20y": names and values percent-encoded.
  std::string encoded() const;

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

/// A request on its way to becoming one: a signer adds what proves who asks.
struct Draft {
  Parameters query;
  Parameters form;
  std::string body;  ///< used when `form` is empty
  std::vector<http::Header> headers;
  std::vector<http::SecretHeader> secret_headers;
};

/// What a signer signs with, taken at the moment of sending and anew for each attempt.
struct Signing {
  const Credentials& credentials;
  Time server_now;         ///< our clock corrected by the measured offset to the server's
  std::int64_t nonce = 0;  ///< rises with every request of the key; in milliseconds
};

/// A verb of the signing vocabulary, e.g. "HMAC over the query". See wire/sign.h for the pieces.
using Signer = void (*)(Draft&, const Signing&);

/// No account's list of balances is larger, and hundreds of replies may be in memory at the same time.
inline constexpr std::size_t kReplyBytesMax = 1024 * 1024;

/// An endpoint as data: where it is, who signs for it, what it costs.
struct Endpoint {
  http::Method method = http::Method::get;
  std::string_view host;  ///< name of one of the peer's hosts; empty: the first
  std::string_view path;
  Signer sign = nullptr;  ///< nullptr: public, goes unsigned
  std::span<const Charge> charges;
  std::size_t reply_bytes_max = kReplyBytesMax;  ///< a larger reply is a bad one
};

/// An unsigned request: what an adapter asks for. The driver decides when and how it travels.
struct Ask {
  const Endpoint* endpoint = nullptr;
  Draft draft;
};

inline Ask ask_for(const Endpoint& endpoint, Parameters query = {}) {
  Ask ask;
  ask.endpoint = &endpoint;
  ask.draft.query = std::move(query);
  return ask;
}

}  // namespace saldo::wire
