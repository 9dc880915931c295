#include "transport/curl_transfer.h"

#include <algorithm>
#include <string.h>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "transport/curl_failure.h"
#include "transport/curl_setup.h"

namespace saldo::transport {
namespace {

/// Line breaks would start another header, NUL would end the value early.
bool fits_a_header(std::string_view text) { return text.find_first_of(std::string_view{"\r\n\0", 3}) == text.npos; }

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  return first == text.npos ? "" : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

Error error(ErrorKind kind, std::string message) { return {.kind = kind, .message = std::move(message), .until = {}}; }

}  // namespace

CurlTransfer::CurlTransfer() : easy_(curl_easy_init()) { check(easy_ != nullptr, "curl_easy_init failed"); }

CurlTransfer::~CurlTransfer() { clear(); }

std::optional<Error> CurlTransfer::prepare(const http::Request& request, const Limits& limits,
                                           const CurlOptions& options) {
  if (!request.origin.starts_with("https://") && !request.origin.starts_with("http://"))
    return error(ErrorKind::configuration, fmt::format("not an http or https address: {}", request.origin));
  const auto time_left = std::chrono::floor<Milliseconds>(limits.deadline - std::chrono::steady_clock::now());
  if (time_left <= Milliseconds::zero())
    return error(ErrorKind::timeout, fmt::format("no time was left to ask {}", request.origin));
  origin_ = request.origin;
  options_ = &options;
  body_bytes_max_ = limits.body_bytes_max;
  set_up(easy(), options);
  prepare_limits(limits, time_left, options);
  prepare_method(request);
  prepare_callbacks();
  return prepare_headers(request);
}

void CurlTransfer::prepare_limits(const Limits& limits, Milliseconds time_left, const CurlOptions& options) {
  // A reply that says beforehand that it is too large is not read at all.
  set(easy(), CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits.body_bytes_max));
  set(easy(), CURLOPT_TIMEOUT_MS, static_cast<long>(time_left.count()));
  set(easy(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(time_left, options.connect_timeout).count()));
}

void CurlTransfer::prepare_method(const http::Request& request) {
  std::string url = request.url();
  set(easy(), CURLOPT_URL, url.c_str());
  wipe(url);
  // Waiting for the first connection to tell whether it can carry several requests is only of use with HTTP/2.
  const bool may_be_http2 = request.origin.starts_with("https://");
  set(easy(), CURLOPT_HTTP_VERSION, static_cast<long>(may_be_http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
  set(easy(), CURLOPT_PIPEWAIT, may_be_http2 ? 1L : 0L);
  if (request.method == http::Method::get) {
    set(easy(), CURLOPT_HTTPGET, 1L);
    return;
  }
  set(easy(), CURLOPT_POST, 1L);
  set(easy(), CURLOPT_POSTFIELDS, request.body.data());
  set(easy(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
}

void CurlTransfer::prepare_callbacks() {
  set(easy(), CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
  set(easy(), CURLOPT_HEADERDATA, this);
  set(easy(), CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  set(easy(), CURLOPT_WRITEDATA, this);
  set(easy(), CURLOPT_ERRORBUFFER, detail_.data());
}

std::optional<Error> CurlTransfer::prepare_headers(const http::Request& request) {
  // Without a value after the colon, curl leaves out a header that it would add by itself.
  add_header_line("Expect:");
  add_header_line("Content-Type:");
  for (const auto& header : request.headers) {
    if (!fits_a_header(header.name) || !fits_a_header(header.value))
      return error(ErrorKind::internal, "a header with a line break in it: " + header.name);
    add_header_line(header.name + ": " + header.value);
  }
  for (const auto& header : request.secret_headers) {
    if (!fits_a_header(header.name) || !fits_a_header(header.value.reveal()))
      return error(ErrorKind::invalid_key, fmt::format("the key for header {} has a line break in it", header.name));
    add_header_line(header.name + ": " + std::string{header.value.reveal()});
  }
  set(easy(), CURLOPT_HTTPHEADER, header_lines_);
  return {};
}

void CurlTransfer::add_header_line(std::string line) {
  if (line.ends_with(": ")) line.replace(line.size() - 2, 2, ";");  // curl's way to write an empty header
  curl_slist* longer = curl_slist_append(header_lines_, line.c_str());
  wipe(line);
  check(longer != nullptr, "no memory for a header");
  header_lines_ = longer;
}

Result<http::Response> CurlTransfer::outcome(CURLcode code) {
  if (too_large_ || code == CURLE_FILESIZE_EXCEEDED) {
    constexpr auto kText = "the reply from {} is too large: more than {} bytes, or {} bytes of headers";
    return fail(ErrorKind::bad_response, fmt::format(kText, origin_, body_bytes_max_, kHeaderBytesMax));
  }
  if (code != CURLE_OK) return fail(failure(code));
  // To curl, a connection that is closed between two header lines is the end of an empty body.
  if (!headers_complete_) return fail(failure(CURLE_PARTIAL_FILE));
  long status = 0;
  curl_easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &status);
  if (status == 407 && !options_->proxy.empty()) return fail(failure(CURLE_PROXY));
  response_.status = static_cast<int>(status);
  return std::move(response_);
}

Error CurlTransfer::failure(CURLcode code) const {
  const std::string proxy = options_->proxy.empty() ? "" : proxy_label(options_->proxy.reveal());
  const std::string next_hop = proxy.empty() ? origin_ : options_->no_proxy.empty() ? proxy : origin_ + " or " + proxy;
  return classified({.code = code,
                     .easy = easy(),
                     .origin = origin_,
                     .proxy = proxy,
                     .next_hop = next_hop,
                     .ca_file = options_->ca_file,
                     .detail = detail_.data()});
}

void CurlTransfer::clear() {
  curl_easy_reset(easy());
  for (const curl_slist* line = header_lines_; line != nullptr; line = line->next)
    ::explicit_bzero(line->data, ::strlen(line->data));
  curl_slist_free_all(std::exchange(header_lines_, nullptr));
  response_ = {};
  header_bytes_ = 0;
  headers_complete_ = false;
  too_large_ = false;
  detail_.fill('\0');
}

std::size_t CurlTransfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  const std::size_t bytes = size * count;
  return static_cast<CurlTransfer*>(self)->take_header({data, bytes}) ? bytes : 0;
}

std::size_t CurlTransfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  const std::size_t bytes = size * count;
  return static_cast<CurlTransfer*>(self)->take_body({data, bytes}) ? bytes : CURL_WRITEFUNC_ERROR;
}

bool CurlTransfer::take_header(std::string_view line) {
  header_bytes_ += line.size();
  too_large_ = header_bytes_ > kHeaderBytesMax;
  if (too_large_) return false;
  // A status line: an interim reply's headers (1xx) are not the response's.
  if (line.starts_with("HTTP/")) response_.headers.clear();
  headers_complete_ = trimmed(line).empty();
  const auto colon = line.find(':');
  if (colon == line.npos || line.starts_with(' ') || line.starts_with('\t')) return true;
  response_.headers.push_back(
      {std::string{trimmed(line.substr(0, colon))}, std::string{trimmed(line.substr(colon + 1))}});
  return true;
}

bool CurlTransfer::take_body(std::string_view part) {
  too_large_ = part.size() > body_bytes_max_ - response_.body.size();
  if (!too_large_) response_.body += part;
  return !too_large_;
}

}  // namespace saldo::transport
