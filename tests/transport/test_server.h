#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "core/async.h"
#include "transport/test_certificates.h"

namespace saldo::transport {

/// A real HTTP/1.1 server on a free port of the loopback, on the test's own event loop. What it answers is written
/// by hand, so that it can also be wrong.
class TestServer {
 public:
  using Request = boost::beast::http::request<boost::beast::http::string_body>;
  using Socket = boost::asio::ip::tcp::socket;

  /// One connection that a client has opened.
  class Connection {
   public:
    explicit Connection(Socket socket) : stream_(std::move(socket)) {}
    Connection(Socket socket, boost::asio::ssl::context& tls) : stream_(TlsStream{std::move(socket), tls}) {}

    Task<bool> handshake();
    /// Nothing when the client has gone.
    Task<std::optional<Request>> read();
    /// False when the client has gone.
    Task<bool> write(std::string text);
    /// Never returns, as long as the client waits.
    Task<> stall();
    Socket& socket();

   private:
    using TlsStream = boost::asio::ssl::stream<Socket>;
    std::variant<Socket, TlsStream> stream_;
    boost::beast::flat_buffer buffer_;
  };

  /// Answers one request; a connection is closed when it returns false.
  using Answer = std::function<Task<bool>(Connection& connection, Request request)>;

  TestServer(boost::asio::io_context& loop, Answer answer);
  /// With TLS.
  TestServer(boost::asio::io_context& loop, Answer answer, const TestCertificates& certificates);
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  /// "127.0.0.1:40123"
  std::string address() const;
  /// "http://127.0.0.1:40123", or https.
  std::string origin() const;

  int connections() const { return connections_; }
  int requests() const { return requests_; }
  /// The last request.
  const Request& last() const { return last_; }

 private:
  Task<> accept();
  Task<> serve(Socket socket);

  boost::asio::ip::tcp::acceptor acceptor_;
  Answer answer_;
  std::optional<boost::asio::ssl::context> tls_;
  int connections_ = 0;
  int requests_ = 0;
  Request last_;
};

/// A whole response; `more_headers` are lines, each with "\r\n".
std::string response(std::string_view body, std::string_view status = "200 OK", std::string_view more_headers = "");

/// Answers each request with `text`, and keeps the connection.
TestServer::Answer always(std::string text);

/// Copies bytes both ways until one side closes.
Task<> join(TestServer::Socket& left, TestServer::Socket& right);

}  // namespace saldo::transport
