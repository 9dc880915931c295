#pragma once

#include <string>
#include <string_view>

#include <curl/curl.h>

#include "core/error.h"

namespace saldo::transport {

/// A transfer that ended without a response, as far as a message may tell it.
struct CurlFailure {
  CURLcode code;
  CURL* easy;                 ///< to ask how far it came
  std::string_view origin;    ///< "https://api.binance.com"
  std::string_view proxy;     ///< "the proxy http://proxy:3128"; empty when there is none
  std::string_view next_hop;  ///< whom we connect to ourselves: the origin, the proxy, or either of them
  std::string_view ca_file;
  std::string_view detail;  ///< curl's own words; they may quote a proxy's password, so not all are repeated
};

/// The one place where curl's errors become ours: network, timeout, bad_response or configuration.
/// The message names what happened, to which host, and what to look at; never a query, header or credential.
Error classified(const CurlFailure& failure);

}  // namespace saldo::transport
