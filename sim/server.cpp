#include "sim/server.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <fmt/format.h>

namespace sim {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Plain = beast::tcp_stream;
using Secure = asio::ssl::stream<beast::tcp_stream>;
using Parser = http::request_parser<http::string_body>;

constexpr std::uint32_t kMaxHeadBytes = 16 * 1024;
constexpr std::uint64_t kMaxBodyBytes = 1024 * 1024;
constexpr std::size_t kMaxConnections = 10'000;
constexpr std::size_t kMaxDrips = 100'000;
constexpr std::chrono::seconds kIdle{60};
constexpr std::chrono::minutes kLongestWrite{10};
constexpr std::chrono::minutes kLongestStall{10};
constexpr std::chrono::milliseconds kAcceptPause{100};
constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);

/// Counts something while it lives.
class Presence {
 public:
  explicit Presence(std::size_t& count) : count_(count) { ++count_; }
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;
  ~Presence() { --count_; }

 private:
  std::size_t& count_;
};

/// A request under way.
class Visit {
 public:
  /// Both outlive the visit.
  Visit(const Service& service, const Request& request) : service_(service), request_(request) {
    service_.enter(request_);
  }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;
  ~Visit() { service_.leave(request_); }

 private:
  const Service& service_;
  const Request& request_;
};

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

Request make_request(const http::request<http::string_body>& message, std::string_view address) {
  const std::string_view target = view(message.target());
  const std::size_t mark = std::min(target.find('?'), target.size());
  Request request{.method = view(message.method_string()),
                  .path = target.substr(0, mark),
                  .query = target.substr(std::min(mark + 1, target.size())),
                  .body = message.body(),
                  .client_address = address,
                  .headers = {}};
  for (const auto& field : message) request.headers.emplace_back(view(field.name_string()), view(field.value()));
  return request;
}

std::string make_head(const Reply& reply, std::uint64_t length, bool keep_alive) {
  const auto reason = view(http::obsolete_reason(http::int_to_status(reply.status)));
  std::string head = fmt::format("HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n", reply.status, reason,
                                 reply.content_type, length);
  for (const auto& [name, value] : reply.headers) fmt::format_to(std::back_inserter(head), "{}: {}\r\n", name, value);
  head += keep_alive ? "\r\n" : "Connection: close\r\n\r\n";
  return head;
}

/// One client's connection. The members of a session are coroutines that end with it.
template <class Stream>
class Session {
 public:
  Session(Stream& stream, const Service& service, std::string address)
      : stream_(stream), service_(service), address_(std::move(address)) {}

  asio::awaitable<void> run() {
    bool open = true;
    while (open) open = co_await serve_one();
  }

 private:
  /// False when the connection has to end.
  asio::awaitable<bool> serve_one() {
    Parser parser;
    parser.header_limit(kMaxHeadBytes);
    parser.body_limit(kMaxBodyBytes);
    beast::get_lowest_layer(stream_).expires_after(kIdle);
    const auto [failed, size] = co_await http::async_read(stream_, buffer_, parser, kNoThrow);
    if (failed) {
      co_await refuse(failed);
      co_return false;
    }
    const Request request = make_request(parser.get(), address_);
    const Visit visit(service_, request);
    const Delivery delivery = service_.handle(request);
    const bool open = co_await send(delivery, parser.get().keep_alive());
    co_return open;
  }

  /// Tells a client why its request can't be read, unless it has gone.
  asio::awaitable<void> refuse(beast::error_code failed) {
    const bool malformed = failed.category() == make_error_code(http::error::bad_method).category();
    if (!malformed || failed == http::error::end_of_stream || failed == http::error::partial_message) co_return;
    Reply reply;
    reply.status = failed == http::error::header_limit ? 431 : failed == http::error::body_limit ? 413 : 400;
    const std::string head = make_head(reply, 0, false);
    co_await write(head);
  }

  asio::awaitable<bool> send(const Delivery& delivery, bool keep_alive) {
    if (delivery.delay.count() > 0) co_await pause(delivery.delay);
    const std::string_view body = delivery.reply.body;
    const bool huge = delivery.manner == Manner::huge;
    const std::string head = make_head(delivery.reply, huge ? delivery.bytes : body.size(), keep_alive);
    bool open = false;
    switch (delivery.manner) {
      case Manner::whole: open = co_await write(head, body); break;
      case Manner::half: co_await write(head, body.substr(0, body.size() / 2)); break;
      case Manner::drip: open = co_await drip(head, body, delivery.pause); break;
      case Manner::huge: open = co_await stream_huge(head, delivery.bytes); break;
      case Manner::drop: break;
      case Manner::stall: co_await stall(); break;
    }
    co_return open&& keep_alive;
  }

  /// Says nothing until the client gives up.
  asio::awaitable<void> stall() {
    char unread = 0;
    const asio::mutable_buffer buffer(&unread, 1);
    beast::get_lowest_layer(stream_).expires_after(kLongestStall);
    co_await stream_.async_read_some(buffer, kNoThrow);
  }

  asio::awaitable<bool> drip(std::string_view head, std::string_view body, std::chrono::milliseconds between) {
    bool open = co_await write(head);
    for (std::size_t at = 0; open && at < std::min(body.size(), kMaxDrips); ++at) {
      co_await pause(between);
      open = co_await write(body.substr(at, 1));
    }
    co_return open&& body.size() <= kMaxDrips;
  }

  asio::awaitable<bool> stream_huge(std::string_view head, std::uint64_t bytes) {
    constexpr std::size_t kChunkBytes = 64 * 1024;
    const std::string chunk(kChunkBytes, '[');
    bool open = co_await write(head);
    for (std::uint64_t left = bytes; open && left > 0;) {
      const std::size_t size = std::min<std::uint64_t>(left, chunk.size());
      open = co_await write(std::string_view(chunk).substr(0, size));
      left -= size;
    }
    co_return open;
  }

  asio::awaitable<bool> write(std::string_view first, std::string_view second = {}) {
    const std::array buffers = {asio::buffer(first), asio::buffer(second)};
    beast::get_lowest_layer(stream_).expires_after(kLongestWrite);
    const auto [failed, size] = co_await asio::async_write(stream_, buffers, kNoThrow);
    co_return !failed;
  }

  asio::awaitable<void> pause(std::chrono::microseconds duration) {
    asio::steady_timer timer(stream_.get_executor(), duration);
    co_await timer.async_wait(kNoThrow);
  }

  Stream& stream_;
  const Service& service_;
  std::string address_;
  beast::flat_buffer buffer_{kMaxHeadBytes + kMaxBodyBytes};
};

asio::awaitable<void> talk(tcp::socket socket, Service& service, asio::ssl::context* tls) {
  const Presence presence(service.connections);
  beast::error_code failed;
  const std::string address = socket.remote_endpoint(failed).address().to_string();
  socket.set_option(tcp::no_delay(true), failed);
  if (tls == nullptr) {
    Plain stream(std::move(socket));
    co_await Session<Plain>(stream, service, address).run();
    co_return;
  }
  Secure stream(Plain(std::move(socket)), *tls);
  beast::get_lowest_layer(stream).expires_after(kIdle);
  const auto [refused] = co_await stream.async_handshake(asio::ssl::stream_base::server, kNoThrow);
  if (!refused) co_await Session<Secure>(stream, service, address).run();
}

asio::awaitable<void> listen(tcp::acceptor acceptor, Service& service, asio::ssl::context* tls) {
  asio::steady_timer timer(acceptor.get_executor());
  while (true) {
    auto [failed, socket] = co_await acceptor.async_accept(kNoThrow);
    if (failed == asio::error::operation_aborted) co_return;
    if (failed) {  // out of descriptors, most likely: wait for some to come back
      timer.expires_after(kAcceptPause);
      co_await timer.async_wait(kNoThrow);
      continue;
    }
    if (service.connections >= kMaxConnections) continue;
    asio::co_spawn(acceptor.get_executor(), talk(std::move(socket), service, tls), asio::detached);
  }
}

tcp::acceptor open_acceptor(asio::io_context& loop, std::uint16_t port) {
  try {
    return {loop, {asio::ip::make_address_v4("127.0.0.1"), port}};
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error(
        fmt::format("can't listen on 127.0.0.1:{}: {}; --port-base 0 finds free ports", port, error.code().message()));
  }
}

}  // namespace

std::uint16_t serve(asio::io_context& loop, std::uint16_t port, Service& service, asio::ssl::context* tls) {
  tcp::acceptor acceptor = open_acceptor(loop, port);
  const std::uint16_t chosen = acceptor.local_endpoint().port();
  asio::co_spawn(loop, listen(std::move(acceptor), service, tls), asio::detached);
  return chosen;
}

}  // namespace sim
