#include "transport/curl_transport.h"

#include <cstdlib>
#include <zlib.h>

#include <gmock/gmock.h>

#include "transport/curl_fixture.h"

namespace saldo::transport {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr Milliseconds kSoon{200};

class CurlTransportTest : public CurlTest {};

TEST_F(CurlTransportTest, SendsWhatItIsGivenAndNothingElse) {
  TestServer server{loop_, always(response("[1]", "201 Created", "X-Used: 7\r\nx-empty:\r\n"))};
  auto request = get(server.origin(), "/a/../b");
  request.method = http::Method::post;
  request.body = std::string{"a\0b", 3};
  request.headers.push_back({"X-Plain", "1"});
  request.headers.push_back({"X-Empty", ""});
  const auto outcome = send(plain_options(), request, within(Milliseconds{5000}));
  ASSERT_TRUE(outcome) << text_of(outcome);
  EXPECT_EQ(outcome->status, 201);
  EXPECT_EQ(outcome->body, "[1]");
  EXPECT_EQ(outcome->header("x-used"), "7");
  const auto& seen = server.last();
  EXPECT_EQ(seen.method_string(), "POST");
  EXPECT_EQ(seen.target(), "/a/../b?signature=hush-hush");
  EXPECT_EQ(seen.body(), request.body);
  std::vector<std::string> headers;
  for (const auto& field : seen) headers.push_back(std::string{field.name_string()} + "=" + std::string{field.value()});
  EXPECT_THAT(headers, ::testing::UnorderedElementsAre("Host=" + server.address(), "User-Agent=saldo/test",
                                                       "Accept=*/*", "Accept-Encoding=gzip", "Content-Length=3",
                                                       "X-Plain=1", "X-Empty=", "X-Key=hush-hush"));
}

TEST_F(CurlTransportTest, ForgetsHeadersBetweenRequests) {
  TestServer server{loop_, always(response("ok"))};
  CurlTransport transport{global_, loop_.get_executor(), plain_options()};
  ASSERT_TRUE(send(transport, get(server.origin())));
  EXPECT_EQ(server.last().count("X-Key"), 1u);
  http::Request bare;
  bare.origin = server.origin();
  bare.path = "/bare";
  ASSERT_TRUE(send(transport, bare));
  EXPECT_EQ(server.last().target(), "/bare");
  EXPECT_EQ(server.last().count("X-Key"), 0u);
}

Task<> send_many(Transport& transport, const http::Request& request, int count, int& good) {
  for (int i = 0; i < count; ++i) {
    const Limits limits{.deadline = std::chrono::steady_clock::now() + Milliseconds{10'000}};
    const auto outcome = co_await transport.send(request, limits);
    if (outcome && outcome->status == 200) ++good;
  }
}

TEST_F(CurlTransportTest, KeepsAsManyConnectionsAsRequestsRunSideBySide) {
  TestServer server{loop_, always(response("ok"))};
  CurlTransport transport{global_, loop_.get_executor(), plain_options()};
  const auto request = get(server.origin());
  int good = 0;
  for (const int side_by_side : {20, 1, 20}) {
    std::vector<Task<>> tasks;
    for (int i = 0; i < side_by_side; ++i) tasks.push_back(send_many(transport, request, 10, good));
    run(run_all(std::move(tasks)));
  }
  EXPECT_EQ(good, 410);
  EXPECT_EQ(server.requests(), 410);
  EXPECT_LE(server.connections(), 20);
}

TEST_F(CurlTransportTest, ReplacesAConnectionThatWasClosedMeanwhile) {
  const auto answer_once = [](TestServer::Connection& connection, TestServer::Request) -> Task<bool> {
    co_await connection.write(response("ok"));
    co_return false;
  };
  TestServer server{loop_, answer_once};
  CurlTransport transport{global_, loop_.get_executor(), plain_options()};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(send(transport, get(server.origin())));
  EXPECT_EQ(server.connections(), 3);
}

TEST_F(CurlTransportTest, DoesNotFollowRedirects) {
  TestServer server{loop_, always(response("", "302 Found", "Location: /elsewhere\r\n"))};
  const auto outcome = send(plain_options(), get(server.origin()), within(Milliseconds{5000}));
  ASSERT_TRUE(outcome) << text_of(outcome);
  EXPECT_EQ(outcome->status, 302);
  EXPECT_EQ(server.requests(), 1);
}

TEST_F(CurlTransportTest, GivesTheHeadersOfTheFinalReplyOnly) {
  TestServer server{
      loop_, always("HTTP/1.1 103 Early Hints\r\nX-Used: 1\r\n\r\n" + response("ok", "200 OK", "X-Used: 2\r\n"))};
  const auto outcome = send(plain_options(), get(server.origin()), within(Milliseconds{5000}));
  ASSERT_TRUE(outcome) << text_of(outcome);
  EXPECT_EQ(outcome->header("X-Used"), "2");
}

TEST_F(CurlTransportTest, EndsAtTheDeadlineWhenThereIsNoReply) {
  TestServer server{loop_, [](TestServer::Connection& connection, TestServer::Request) -> Task<bool> {
                      co_await connection.stall();
                      co_return false;
                    }};
  const auto before = std::chrono::steady_clock::now();
  const auto outcome = send(plain_options(), get(server.origin()), within(kSoon));
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds{3});
  EXPECT_THAT(text_of(outcome), StartsWith("timeout: no reply from " + server.origin() + " after 0."));
}

TEST_F(CurlTransportTest, EndsAtTheDeadlineWhenTheReplyDrips) {
  TestServer server{loop_, [](TestServer::Connection& connection, TestServer::Request) -> Task<bool> {
                      co_await connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                      boost::asio::steady_timer pause{connection.socket().get_executor()};
                      while (co_await connection.write("x")) {
                        pause.expires_after(Milliseconds{10});
                        co_await pause.async_wait(boost::asio::use_awaitable);
                      }
                      co_return false;
                    }};
  const auto outcome = send(plain_options(), get(server.origin()), within(kSoon));
  EXPECT_THAT(text_of(outcome), StartsWith("timeout: no complete reply from " + server.origin()));
}

TEST_F(CurlTransportTest, DoesNotStartWhenTheDeadlineHasPassed) {
  TestServer server{loop_, always(response("ok"))};
  const auto outcome = send(plain_options(), get(server.origin()), within(Milliseconds{0}));
  EXPECT_THAT(text_of(outcome), StartsWith("timeout: no time was left"));
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(CurlTransportTest, SaysThatAConnectionWasRefused) {
  boost::asio::ip::tcp::acceptor closed{loop_, {boost::asio::ip::address_v4::loopback(), 0}};
  const auto closed_origin = "http://127.0.0.1:" + std::to_string(closed.local_endpoint().port());
  closed.close();
  const auto outcome = send(plain_options(), get(closed_origin), within(Milliseconds{5000}));
  EXPECT_EQ(text_of(outcome), "network: cannot connect to " + closed_origin + ": Connection refused");
}

TEST_F(CurlTransportTest, SaysThatANameIsUnknown) {
  const auto outcome = send(plain_options(), get("http://no..such.invalid"), within(Milliseconds{5000}));
  EXPECT_EQ(text_of(outcome),
            "network: no address found for http://no..such.invalid: check the spelling and the name service (DNS)");
}

TEST_F(CurlTransportTest, RefusesAddressesThatAreNotHttp) {
  for (const auto* origin : {"file:///etc/passwd", "ftp://127.0.0.1", "", "http://sp ace"})
    EXPECT_THAT(text_of(send(plain_options(), get(origin), within(kSoon))), StartsWith("configuration: ")) << origin;
}

TEST_F(CurlTransportTest, SaysThatTheSourceAddressIsNotOurs) {
  TestServer server{loop_, always(response("ok"))};
  CurlOptions options = plain_options();
  options.source_address = "192.0.2.1";
  EXPECT_THAT(text_of(send(options, get(server.origin()), within(kSoon))),
              AllOf(StartsWith("network: "), HasSubstr("source address")));
}

TEST_F(CurlTransportTest, SendsFromTheSourceAddress) {
  std::string from;
  TestServer server{loop_, [&from](TestServer::Connection& connection, TestServer::Request) {
                      from = connection.socket().remote_endpoint().address().to_string();
                      return connection.write(response("ok"));
                    }};
  CurlOptions options = plain_options();
  options.source_address = "127.0.0.2";
  EXPECT_TRUE(send(options, get(server.origin()), within(Milliseconds{5000})));
  EXPECT_EQ(from, "127.0.0.2");
}

TEST_F(CurlTransportTest, StopsReadingABodyOverTheCap) {
  constexpr std::size_t kGigabyte = 1024 * 1024 * 1024;
  std::size_t written = 0;
  TestServer server{loop_, [&written](TestServer::Connection& connection, TestServer::Request) -> Task<bool> {
                      const std::string part(64 * 1024, 'x');
                      co_await connection.write("HTTP/1.1 200 OK\r\n\r\n");
                      while (written < kGigabyte && co_await connection.write(part)) written += part.size();
                      co_return false;
                    }};
  const auto outcome = send(plain_options(), get(server.origin()), within(Milliseconds{10'000}, 100'000));
  EXPECT_THAT(text_of(outcome),
              AllOf(StartsWith("bad_response: "), HasSubstr("too large"), HasSubstr(server.origin())));
  EXPECT_LT(written, 32u * 1024 * 1024) << "what socket buffers hold";
}

TEST_F(CurlTransportTest, TakesABodyOfExactlyTheCap) {
  TestServer server{loop_, always(response("12345"))};
  EXPECT_TRUE(send(plain_options(), get(server.origin()), within(Milliseconds{5000}, 5)));
  EXPECT_FALSE(send(plain_options(), get(server.origin()), within(Milliseconds{5000}, 4)));
}

TEST_F(CurlTransportTest, StopsReadingHeadersOverTheCap) {
  std::string headers;
  for (int i = 0; i < 100; ++i) headers += "X-Filler: " + std::string(1000, 'x') + "\r\n";
  TestServer server{loop_, always(response("ok", "200 OK", headers))};
  const auto outcome = send(plain_options(), get(server.origin()), within(Milliseconds{5000}));
  EXPECT_THAT(text_of(outcome), AllOf(StartsWith("bad_response: "), HasSubstr("too large")));
}

std::string gzipped(std::string_view text) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16;
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST_F(CurlTransportTest, UnpacksAndCapsWhatItUnpacks) {
  const std::string text(8 * 1024 * 1024, 'x');
  const std::string packed = gzipped(text);
  ASSERT_LT(packed.size(), 20'000u);
  TestServer server{loop_, always(response(packed, "200 OK", "Content-Encoding: gzip\r\n"))};
  const auto whole = send(plain_options(), get(server.origin()), within(Milliseconds{5000}, text.size()));
  ASSERT_TRUE(whole) << text_of(whole);
  EXPECT_TRUE(whole->body == text);
  const auto bomb = send(plain_options(), get(server.origin()), within(Milliseconds{5000}, text.size() - 1));
  EXPECT_THAT(text_of(bomb), AllOf(StartsWith("bad_response: "), HasSubstr("too large")));
}

TEST_F(CurlTransportTest, SaysThatTheConnectionWasLost) {
  const std::vector<std::string> beginnings{"", "HTTP/1.1 200 OK\r\nX-",
                                            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"};
  for (const auto& beginning : beginnings) {
    const auto leave = [&beginning](TestServer::Connection& connection, TestServer::Request) -> Task<bool> {
      co_await connection.write(beginning);
      co_return false;
    };
    TestServer server{loop_, leave};
    const auto outcome = send(plain_options(), get(server.origin()), within(Milliseconds{5000}));
    EXPECT_EQ(text_of(outcome),
              "network: the connection to " + server.origin() + " was lost before the reply was complete")
        << beginning;
  }
}

TEST_F(CurlTransportTest, SaysThatAReplyIsNotHttp) {
  for (const auto* text : {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nbad!"}) {
    TestServer server{loop_, always(text)};
    const auto outcome = send(plain_options(), get(server.origin()), within(kSoon));
    EXPECT_THAT(text_of(outcome), StartsWith("bad_response: ")) << text;
  }
}

TEST_F(CurlTransportTest, RefusesAKeyThatWouldAddAHeader) {
  TestServer server{loop_, always(response("ok"))};
  auto request = get(server.origin());
  request.secret_headers[0].value = Secret{std::string{kHush} + "\r\nX-Injected: 1"};
  EXPECT_EQ(text_of(send(plain_options(), request, within(kSoon))),
            "invalid_key: the key for header X-Key has a line break in it");
  EXPECT_EQ(server.requests(), 0);
}

TEST_F(CurlTransportTest, EndsWhatIsInFlightWhenItIsDestroyed) {
  auto transport = std::make_unique<CurlTransport>(global_, loop_.get_executor(), plain_options());
  TestServer server{loop_, [&transport](TestServer::Connection& connection, TestServer::Request) -> Task<bool> {
                      transport.reset();
                      co_await connection.stall();
                      co_return false;
                    }};
  const auto request = get(server.origin());
  const auto outcome = send(*transport, request);
  EXPECT_EQ(text_of(outcome), "stopped: stopped before the reply came");
}

TEST_F(CurlTransportTest, CanBeDestroyedTogetherWithALoopThatHasStopped) {
  TestServer server{loop_, always(response("ok"))};
  const auto request = get(server.origin());
  Outcome outcome = fail(ErrorKind::internal, "not sent");
  CurlTransport transport{global_, loop_.get_executor(), plain_options()};
  boost::asio::co_spawn(loop_, send_to(transport, request, within(Milliseconds{5000}), outcome),
                        [](std::exception_ptr) {});
  loop_.run_one();
  EXPECT_EQ(text_of(outcome), "internal: not sent");
}

TEST_F(CurlTransportTest, IgnoresTheEnvironment) {
  TestServer server{loop_, always(response("ok"))};
  for (const auto* variable : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::setenv(variable, "http://127.0.0.1:1", 1);
  const auto outcome = send(plain_options(), get(server.origin()), within(Milliseconds{5000}));
  for (const auto* variable : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::unsetenv(variable);
  EXPECT_TRUE(outcome) << text_of(outcome);
}

}  // namespace
}  // namespace saldo::transport
