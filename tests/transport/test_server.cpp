#include "transport/test_server.h"

#include <array>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

namespace saldo::transport {
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

asio::ssl::context tls_context(const TestCertificates& certificates) {
  asio::ssl::context context{asio::ssl::context::tls_server};
  context.use_certificate(asio::buffer(certificates.server), asio::ssl::context::pem);
  context.use_private_key(asio::buffer(certificates.server_key), asio::ssl::context::pem);
  return context;
}

Task<> copy(TestServer::Socket& from, TestServer::Socket& to) {
  std::array<char, 16384> buffer;
  while (true) {
    const auto [read_error, size] = co_await from.async_read_some(asio::buffer(buffer), kAsTuple);
    if (read_error) break;
    const auto [write_error, written] = co_await asio::async_write(to, asio::buffer(buffer.data(), size), kAsTuple);
    if (write_error) break;
  }
  boost::system::error_code ignored;
  to.shutdown(tcp::socket::shutdown_send, ignored);
}

}  // namespace

TestServer::Socket& TestServer::Connection::socket() {
  if (auto* plain = std::get_if<Socket>(&stream_)) return *plain;
  return std::get<TlsStream>(stream_).next_layer();
}

Task<bool> TestServer::Connection::handshake() {
  auto* tls = std::get_if<TlsStream>(&stream_);
  if (tls == nullptr) co_return true;
  const auto [error] = co_await tls->async_handshake(asio::ssl::stream_base::server, kAsTuple);
  co_return !error;
}

Task<std::optional<TestServer::Request>> TestServer::Connection::read() {
  Request request;
  const auto read_from = [&](auto& stream) {
    return boost::beast::http::async_read(stream, buffer_, request, kAsTuple);
  };
  const auto [error, size] = co_await std::visit(read_from, stream_);
  if (error) co_return std::nullopt;
  co_return request;
}

Task<bool> TestServer::Connection::write(std::string text) {
  const auto write_to = [&](auto& stream) { return asio::async_write(stream, asio::buffer(text), kAsTuple); };
  const auto [error, size] = co_await std::visit(write_to, stream_);
  co_return !error;
}

Task<> TestServer::Connection::stall() {
  char unexpected = 0;
  co_await socket().async_read_some(asio::buffer(&unexpected, 1), kAsTuple);
}

TestServer::TestServer(asio::io_context& loop, Answer answer)
    : acceptor_(loop, tcp::endpoint{asio::ip::address_v4::loopback(), 0}), answer_(std::move(answer)) {
  asio::co_spawn(loop, accept(), asio::detached);
}

TestServer::TestServer(asio::io_context& loop, Answer answer, const TestCertificates& certificates)
    : TestServer(loop, std::move(answer)) {
  tls_ = tls_context(certificates);
}

std::string TestServer::address() const { return fmt::format("127.0.0.1:{}", acceptor_.local_endpoint().port()); }

std::string TestServer::origin() const { return (tls_ ? "https://" : "http://") + address(); }

Task<> TestServer::accept() {
  while (true) {
    auto [error, socket] = co_await acceptor_.async_accept(kAsTuple);
    if (error) co_return;
    ++connections_;
    asio::co_spawn(acceptor_.get_executor(), serve(std::move(socket)), asio::detached);
  }
}

Task<> TestServer::serve(Socket socket) {
  auto connection = tls_ ? Connection{std::move(socket), *tls_} : Connection{std::move(socket)};
  if (!co_await connection.handshake()) co_return;
  while (auto request = co_await connection.read()) {
    ++requests_;
    last_ = *request;
    if (!co_await answer_(connection, *std::move(request))) co_return;
  }
}

std::string response(std::string_view body, std::string_view status, std::string_view more_headers) {
  return fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(), more_headers, body);
}

TestServer::Answer always(std::string text) {
  return [text = std::move(text)](TestServer::Connection& connection, TestServer::Request) {
    return connection.write(text);
  };
}

Task<> join(TestServer::Socket& left, TestServer::Socket& right) {
  std::vector<Task<>> directions;
  directions.push_back(copy(left, right));
  directions.push_back(copy(right, left));
  co_await run_all(std::move(directions));
}

}  // namespace saldo::transport
