#include "sim/server.h"

#include <filesystem>
#include <thread>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/tls.h"

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using sim::Delivery;
using sim::Manner;

/// A server on a free port, in a thread, that answers as its test says. The test's own sockets block.
class Server : public testing::Test {
 protected:
  void start(asio::ssl::context* tls = nullptr) {
    endpoint = {asio::ip::make_address_v4("127.0.0.1"), sim::serve(loop, 0, service, tls)};
    thread = std::jthread([this] { loop.run(); });
  }

  ~Server() override { loop.stop(); }

  tcp::socket connect() {
    tcp::socket socket(client);
    socket.connect(endpoint);
    return socket;
  }

  /// Sends `request` and returns everything up to the end of the connection.
  std::string talk(std::string_view request) {
    tcp::socket socket = connect();
    asio::write(socket, asio::buffer(request));
    std::string reply;
    boost::system::error_code ended;
    asio::read(socket, asio::dynamic_buffer(reply), ended);
    return reply;
  }

  void answer(Delivery delivery) {
    service.handle = [delivery](const sim::Request&) { return delivery; };
  }

  sim::Service service{.handle = [](const sim::Request&) { return Delivery{}; }};
  asio::io_context loop;
  asio::io_context client;
  tcp::endpoint endpoint;
  std::jthread thread;
};

constexpr std::string_view kGet = "GET /a?b=c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

std::string body_of(const std::string& reply) { return reply.substr(reply.find("\r\n\r\n") + 4); }

TEST_F(Server, HandsOverTheRequestAsItCame) {
  service.handle = [](const sim::Request& request) {
    Delivery delivery;
    delivery.reply.body = fmt::format("{} {} {} {} {} {}", request.method, request.path, request.query, request.body,
                                      request.client_address, request.header("x-key"));
    return delivery;
  };
  start();
  const std::string reply_text =
      talk("POST /p?a=%20b&c HTTP/1.1\r\nX-KEY: v\r\nContent-Length: 3\r\nConnection: close\r\n\r\nxyz");
  EXPECT_EQ(body_of(reply_text), "POST /p a=%20b&c xyz 127.0.0.1 v");
}

TEST_F(Server, SendsStatusAndHeaders) {
  answer({.reply = {.status = 418, .headers = {{"Retry-After", "7"}}, .body = "tea"}});
  start();
  const std::string text = talk(kGet);
  EXPECT_TRUE(text.starts_with("HTTP/1.1 418 "));
  EXPECT_NE(text.find("\r\nRetry-After: 7\r\n"), std::string::npos);
  EXPECT_NE(text.find("\r\nContent-Length: 3\r\n"), std::string::npos);
  EXPECT_EQ(body_of(text), "tea");
}

TEST_F(Server, KeepsAConnectionForFurtherRequests) {
  answer({.reply = {.body = "ok"}});
  start();
  const std::string text = talk("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(text.find("HTTP/1.1 200"), 0U);
  EXPECT_NE(text.find("HTTP/1.1 200", 1), std::string::npos);
}

TEST_F(Server, CountsARequestAsUnderWayUntilItsReplyLeft) {
  int in_flight = 0;
  int seen = -1;
  service.enter = [&](const sim::Request&) { ++in_flight; };
  service.leave = [&](const sim::Request&) { --in_flight; };
  service.handle = [&](const sim::Request&) {
    seen = in_flight;
    return Delivery{};
  };
  start();
  talk(kGet);
  EXPECT_EQ(seen, 1);
  talk(kGet);
  EXPECT_EQ(seen, 1);
}

TEST_F(Server, BreaksOffInTheMiddleOfABody) {
  answer({.reply = {.body = "0123456789"}, .manner = Manner::half});
  start();
  const std::string text = talk("GET / HTTP/1.1\r\n\r\n");
  EXPECT_NE(text.find("Content-Length: 10\r\n"), std::string::npos);
  EXPECT_EQ(body_of(text), "01234");
}

TEST_F(Server, DropsAConnection) {
  answer({.manner = Manner::drop});
  start();
  EXPECT_EQ(talk("GET / HTTP/1.1\r\n\r\n"), "");
}

TEST_F(Server, Drips) {
  answer({.reply = {.body = "drip"}, .manner = Manner::drip, .pause = std::chrono::milliseconds(1)});
  start();
  EXPECT_EQ(body_of(talk(kGet)), "drip");
}

TEST_F(Server, MakesUpAHugeBody) {
  answer({.manner = Manner::huge, .bytes = 10'000'001});
  start();
  EXPECT_EQ(body_of(talk(kGet)).size(), 10'000'001U);
}

TEST_F(Server, SaysNothingWhileItStalls) {
  answer({.manner = Manner::stall});
  start();
  tcp::socket socket = connect();
  asio::write(socket, asio::buffer(kGet));
  socket.shutdown(tcp::socket::shutdown_send);  // a client that gives up
  std::string text;
  boost::system::error_code ended;
  asio::read(socket, asio::dynamic_buffer(text), ended);
  EXPECT_EQ(text, "");
}

TEST_F(Server, RefusesWhatIsTooLargeOrNoRequest) {
  start();
  EXPECT_TRUE(talk("GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n").starts_with("HTTP/1.1 431"));
  EXPECT_TRUE(talk("POST / HTTP/1.1\r\nContent-Length: 9000000\r\n\r\n").starts_with("HTTP/1.1 413"));
  EXPECT_TRUE(talk("what is this\r\n\r\n").starts_with("HTTP/1.1 400"));
}

TEST_F(Server, SpeaksTlsThatItsAuthorityVouchesFor) {
  std::string folder = (std::filesystem::temp_directory_path() / "saldo-sim-test-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  sim::TlsSetup tls = sim::make_tls(folder);
  answer({.reply = {.body = "secret"}});
  start(&tls.context);
  asio::ssl::context trust(asio::ssl::context::tls_client);
  trust.load_verify_file(tls.ca_file);
  trust.set_verify_mode(asio::ssl::verify_peer);
  asio::ssl::stream<tcp::socket> stream(connect(), trust);
  stream.set_verify_callback(asio::ssl::host_name_verification("127.0.0.1"));
  stream.handshake(asio::ssl::stream_base::client);
  asio::write(stream, asio::buffer(kGet));
  std::string text;
  boost::system::error_code ended;
  asio::read(stream, asio::dynamic_buffer(text), ended);
  EXPECT_EQ(body_of(text), "secret");
  loop.stop();
  thread.join();
  std::filesystem::remove_all(folder);
}

TEST(Serve, NamesAPortThatIsTaken) {
  asio::io_context loop;
  tcp::acceptor taken(loop, {asio::ip::make_address_v4("127.0.0.1"), 0});
  sim::Service service;
  const std::uint16_t port = taken.local_endpoint().port();
  try {
    sim::serve(loop, port, service, nullptr);
    FAIL() << "two listen on one port";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find(std::to_string(port)), std::string::npos);
  }
}

}  // namespace
