#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include <curl/curl.h>

#include "core/http.h"
#include "core/result.h"
#include "transport/curl_transport.h"

namespace saldo::transport {

/// All header lines of one reply together, interim replies (1xx) included. Exchanges send 1 to 4 KB.
inline constexpr std::size_t kHeaderBytesMax = 64 * 1024;

/// One request and its response on a curl easy handle; made once and used again for many requests.
class CurlTransfer {
 public:
  CurlTransfer();
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;
  ~CurlTransfer();

  CURL* easy() const { return easy_.get(); }

  /// Makes the handle ready to be run. `request` and `options` must live until clear().
  std::optional<Error> prepare(const http::Request& request, const Limits& limits, const CurlOptions& options);
  /// The outcome of the transfer that ended with `code`.
  Result<http::Response> outcome(CURLcode code);
  /// Forgets request and response, wipes our copies of secret headers, and keeps the handle for the next request.
  void clear();

 private:
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);

  std::optional<Error> prepare_headers(const http::Request& request);
  void prepare_method(const http::Request& request);
  void prepare_limits(const Limits& limits, Milliseconds time_left, const CurlOptions& options);
  void prepare_callbacks();
  void add_header_line(std::string line);
  Error failure(CURLcode code) const;
  bool take_header(std::string_view line);
  bool take_body(std::string_view part);

  struct EasyDeleter {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  };

  std::unique_ptr<CURL, EasyDeleter> easy_;
  curl_slist* header_lines_ = nullptr;
  http::Response response_;
  std::string origin_;
  const CurlOptions* options_ = nullptr;
  std::size_t body_bytes_max_ = 0;
  std::size_t header_bytes_ = 0;
  bool headers_complete_ = false;
  bool too_large_ = false;
  std::array<char, CURL_ERROR_SIZE> detail_{};
};

}  // namespace saldo::transport
