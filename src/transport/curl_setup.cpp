#include "transport/curl_setup.h"

#include <memory>

namespace saldo::transport {
namespace {

void set_up_protocols(CURL* easy, const CurlOptions& options) {
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_PATH_AS_IS, 1L);  // signatures cover the path as it was written
  set(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  set(easy, CURLOPT_USERAGENT, options.user_agent.c_str());
  set(easy, CURLOPT_NOSIGNAL, 1L);
  // Otherwise a timeout during a name lookup blocks the loop until the resolver's thread gives up (5 to 30 s).
  set(easy, CURLOPT_QUICK_EXIT, 1L);
}

void set_up_tls(CURL* easy, const CurlOptions& options) {
  for (const auto option : {CURLOPT_SSLVERSION, CURLOPT_PROXY_SSLVERSION})
    set(easy, option, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  for (const auto option : {CURLOPT_SSL_VERIFYPEER, CURLOPT_PROXY_SSL_VERIFYPEER}) set(easy, option, 1L);
  for (const auto option : {CURLOPT_SSL_VERIFYHOST, CURLOPT_PROXY_SSL_VERIFYHOST}) set(easy, option, 2L);
  // With a directory of certificates, which Debian sets by default, curl 7.88 parses the whole bundle for each new
  // connection (17 ms of CPU) instead of once.
  for (const auto option : {CURLOPT_CAPATH, CURLOPT_PROXY_CAPATH}) set(easy, option, static_cast<char*>(nullptr));
  if (options.ca_file.empty()) return;
  for (const auto option : {CURLOPT_CAINFO, CURLOPT_PROXY_CAINFO}) set(easy, option, options.ca_file.c_str());
}

void set_up_route(CURL* easy, const CurlOptions& options) {
  // Empty strings, where nothing is wanted, keep curl from reading http_proxy and no_proxy in the environment.
  std::string proxy{options.proxy.reveal()};
  set(easy, CURLOPT_PROXY, proxy.c_str());
  wipe(proxy);
  set(easy, CURLOPT_NOPROXY, options.no_proxy.c_str());
  set(easy, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));  // a proxy never sees a tunnelled API key
  // "host!" is an address and never the name of an interface.
  if (!options.source_address.empty()) set(easy, CURLOPT_INTERFACE, ("host!" + options.source_address).c_str());
}

std::string part(CURLU* url, CURLUPart which, unsigned flags) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
  std::string copy{text};
  curl_free(text);
  return copy;
}

}  // namespace

void set_up(CURL* easy, const CurlOptions& options) {
  set_up_protocols(easy, options);
  set_up_tls(easy, options);
  set_up_route(easy, options);
}

std::string proxy_label(std::string_view proxy) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url{curl_url(), &curl_url_cleanup};
  constexpr unsigned kAnyScheme = CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME;
  std::string text{proxy};
  const bool readable = curl_url_set(url.get(), CURLUPART_URL, text.c_str(), kAnyScheme) == CURLUE_OK;
  wipe(text);
  if (!readable) return "the proxy";
  const std::string port = part(url.get(), CURLUPART_PORT, 0);
  return "the proxy " + part(url.get(), CURLUPART_SCHEME, 0) + "://" + part(url.get(), CURLUPART_HOST, 0) +
         (port.empty() ? "" : ":" + port);
}

}  // namespace saldo::transport
