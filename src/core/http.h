#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/secret.h"

namespace saldo::http {

enum class Method { get, post };

constexpr std::string_view name(Method method) { return method == Method::get ? "GET" : "POST"; }

struct Header {
  std::string name;
  std::string value;
};

/// A header that proves who we are, e.g. an API key. Its value is never logged.
struct SecretHeader {
  std::string name;
  Secret value;
};

/// A request as it goes on the wire. `query` is encoded already, without the "?", and may hold a signature;
/// so a request is named in logs by origin and path only.
struct Request {
  Method method = Method::get;
  std::string origin;  ///< scheme, host and port: "https://api.binance.com"
  std::string path;    ///< "/api/v3/account"
  std::string query;
  std::vector<Header> headers;
  std::vector<SecretHeader> secret_headers;
  std::string body;

  std::string url() const { return origin + path + (query.empty() ? "" : "?" + query); }
  /// What may be shown: "GET https://api.binance.com/api/v3/account".
  std::string label() const { return std::string{name(method)} + " " + origin + path; }
};

struct Response {
  int status = 0;  ///< 100 to 599
  std::vector<Header> headers;
  std::string body;

  /// The first header of that name, in any case; empty when there is none.
  std::string_view header(std::string_view name) const;
};

/// Percent-encodes all but letters, digits and "-._~" (RFC 3986).
std::string percent_encoded(std::string_view text);

}  // namespace saldo::http
