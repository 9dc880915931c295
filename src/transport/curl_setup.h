#pragma once

#include <string>
#include <string_view>

#include <curl/curl.h>

#include "core/check.h"
#include "transport/curl_transport.h"

namespace saldo::transport {

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  check(curl_easy_setopt(easy, option, value) == CURLE_OK, "curl refused an option");
}

/// What is the same for every request of a transport: protocols, TLS, proxy, source address.
void set_up(CURL* easy, const CurlOptions& options);

/// How a proxy may be named in a message: without credentials, "the proxy http://proxy:3128"; "the proxy" when
/// unreadable.
std::string proxy_label(std::string_view proxy);

}  // namespace saldo::transport
