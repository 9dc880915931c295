#include "transport/curl_failure.h"

#include <system_error>

#include <fmt/format.h>

namespace saldo::transport {
namespace {

Error error(ErrorKind kind, std::string message) { return {.kind = kind, .message = std::move(message), .until = {}}; }

Error network(std::string message) { return error(ErrorKind::network, std::move(message)); }

long number(CURL* easy, CURLINFO info) {
  long value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}

bool has_passed(CURL* easy, CURLINFO phase) {
  curl_off_t microseconds = 0;
  curl_easy_getinfo(easy, phase, &microseconds);
  return microseconds > 0;
}

std::string elapsed(CURL* easy) {
  curl_off_t microseconds = 0;
  curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &microseconds);
  const auto tenths = (microseconds + 50'000) / 100'000;
  return fmt::format("{}.{} s", tenths / 10, tenths % 10);
}

Error name_failure(std::string_view host) {
  return network(fmt::format("no address found for {}: check the spelling and the name service (DNS)", host));
}

Error connect_failure(const CurlFailure& failure) {
  const auto os_errno = static_cast<int>(number(failure.easy, CURLINFO_OS_ERRNO));
  const std::string reason = os_errno == 0 ? "" : ": " + std::generic_category().message(os_errno);
  return network(fmt::format("cannot connect to {}{}", failure.next_hop, reason));
}

std::string what_was_missing(const CurlFailure& failure) {
  if (!has_passed(failure.easy, CURLINFO_NAMELOOKUP_TIME_T))
    return fmt::format("no answer from the name service (DNS) for {}", failure.next_hop);
  // curl 7.88 does not tell TCP, TLS and a proxy's tunnel apart.
  if (!has_passed(failure.easy, CURLINFO_PRETRANSFER_TIME_T))
    return fmt::format("no connection to {}", failure.next_hop);
  if (!has_passed(failure.easy, CURLINFO_STARTTRANSFER_TIME_T)) return fmt::format("no reply from {}", failure.origin);
  return fmt::format("no complete reply from {}", failure.origin);
}

/// TLS fails with the next hop as long as no proxy has opened a tunnel to the origin.
std::string_view tls_side(const CurlFailure& failure) {
  return number(failure.easy, CURLINFO_HTTP_CONNECTCODE) == 0 ? failure.next_hop : failure.origin;
}

Error certificate_failure(const CurlFailure& failure) {
  return network(fmt::format(
      "the TLS certificate of {} is not trusted: {}. Check this machine's clock and the CA file; where a firewall "
      "inspects TLS, its CA must be in that file",
      tls_side(failure), failure.detail));
}

Error tls_failure(const CurlFailure& failure) {
  return network(
      fmt::format("no TLS connection to {}: {}. Check that it speaks TLS 1.2 or later, and any proxy between",
                  tls_side(failure), failure.detail));
}

Error proxy_refusal(const CurlFailure& failure) {
  return network(fmt::format("{} refused to connect to {}: check its address, credentials and rules", failure.proxy,
                             failure.origin));
}

Error connection_lost(const CurlFailure& failure) {
  const long status = number(failure.easy, CURLINFO_HTTP_CONNECTCODE);
  if (status != 0 && status / 100 != 2) return proxy_refusal(failure);
  return network(fmt::format("the connection to {} was lost before the reply was complete", failure.origin));
}

}  // namespace

Error classified(const CurlFailure& failure) {
  switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST: return name_failure(failure.origin);
    case CURLE_COULDNT_RESOLVE_PROXY: return name_failure(failure.proxy);
    case CURLE_COULDNT_CONNECT: return connect_failure(failure);
    case CURLE_INTERFACE_FAILED:
      return network(fmt::format("cannot reach {}: the source address is not one of this machine's", failure.origin));
    case CURLE_OPERATION_TIMEDOUT:
      return error(ErrorKind::timeout, fmt::format("{} after {}", what_was_missing(failure), elapsed(failure.easy)));
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR: return certificate_failure(failure);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER: return tls_failure(failure);
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: return connection_lost(failure);
    case CURLE_PROXY: return proxy_refusal(failure);
    case CURLE_SSL_CACERT_BADFILE:
      return error(ErrorKind::configuration, fmt::format("cannot read the CA file {}", failure.ca_file));
    case CURLE_URL_MALFORMAT:
      return error(ErrorKind::configuration, fmt::format("not an address that can be fetched: {}", failure.origin));
    case CURLE_OUT_OF_MEMORY:  // also what curl 7.88 says of a header line over its 100 KB
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_UNSUPPORTED_PROTOCOL:  // HTTP/0.9: a reply without a status line
    case CURLE_WEIRD_SERVER_REPLY:
      return error(ErrorKind::bad_response, fmt::format("what {} sent is not an HTTP reply ({})", failure.origin,
                                                        curl_easy_strerror(failure.code)));
    default:
      return network(fmt::format("the request to {} failed: {}", failure.origin, curl_easy_strerror(failure.code)));
  }
}

}  // namespace saldo::transport
