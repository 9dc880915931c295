#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "transport/curl_transport.h"
#include "transport/test_server.h"

namespace saldo::transport {

/// What no message may ever hold: it is in the query, in a header and in the proxy's password of the tests.
inline constexpr std::string_view kHush = "hush-hush";

/// An event loop with a transport and, in most tests, a server on it.
class CurlTest : public ::testing::Test {
 protected:
  using Outcome = Result<http::Response>;

  static CurlOptions plain_options() { return {.user_agent = "saldo/test"}; }

  static http::Request get(std::string origin, std::string path = "/") {
    http::Request request;
    request.origin = std::move(origin);
    request.path = std::move(path);
    request.query = "signature=" + std::string{kHush};
    request.secret_headers.push_back({"X-Key", Secret{kHush}});
    return request;
  }

  static Limits within(Milliseconds time, std::size_t body_bytes_max = 1024 * 1024) {
    return {.deadline = std::chrono::steady_clock::now() + time, .body_bytes_max = body_bytes_max};
  }

  static void expect_no_secret(const std::string& message) {
    EXPECT_EQ(message.find(kHush), std::string::npos) << message;
  }

  /// Runs the loop until the task has ended.
  void run(Task<> task) {
    bool done = false;
    boost::asio::co_spawn(loop_, std::move(task), [&done](std::exception_ptr failure) {
      done = true;
      if (failure) std::rethrow_exception(failure);
    });
    loop_.restart();
    while (!done) ASSERT_GT(loop_.run_one(), 0u) << "nothing left to wait for";
  }

  static Task<> send_to(Transport& transport, const http::Request& request, Limits limits, Outcome& outcome) {
    outcome = co_await transport.send(request, limits);
  }

  Outcome send(const CurlOptions& options, const http::Request& request, Limits limits) {
    CurlTransport transport{global_, loop_.get_executor(), options};
    return send(transport, request, limits);
  }

  Outcome send(Transport& transport, const http::Request& request, Limits limits = within(Milliseconds{5000})) {
    Outcome outcome = fail(ErrorKind::internal, "not sent");
    run(send_to(transport, request, limits, outcome));
    if (!outcome) expect_no_secret(outcome.error().message);
    return outcome;
  }

  CurlGlobal global_;
  boost::asio::io_context loop_{1};
};

/// "kind: message", for EXPECT_THAT.
inline std::string text_of(const Result<http::Response>& outcome) {
  return outcome ? "status " + std::to_string(outcome->status)
                 : std::string{name(outcome.error().kind)} + ": " + outcome.error().message;
}

/// A file in a folder of its own, removed at the end.
class TestFile {
 public:
  explicit TestFile(std::string_view text) {
    std::string pattern = std::filesystem::temp_directory_path() / "saldo-test-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    std::ofstream{path()} << text;
  }
  TestFile(const TestFile&) = delete;
  TestFile& operator=(const TestFile&) = delete;
  ~TestFile() { std::filesystem::remove_all(folder_); }

  std::string path() const { return folder_ / "file"; }

 private:
  std::filesystem::path folder_;
};

}  // namespace saldo::transport
