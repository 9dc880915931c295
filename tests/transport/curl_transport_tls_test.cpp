// TLS and proxies: what is trusted, and what a proxy gets to see.
#include <boost/asio/connect.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>

#include "transport/curl_fixture.h"

namespace saldo::transport {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr Milliseconds kTime{5000};

class CurlTransportTlsTest : public CurlTest {
 protected:
  static CurlOptions trusting(const TestFile& ca) {
    CurlOptions options = plain_options();
    options.ca_file = ca.path();
    return options;
  }
};

TEST_F(CurlTransportTlsTest, AcceptsACertificateOfATrustedAuthority) {
  const auto certificates = make_certificates("IP:127.0.0.1");
  const TestFile ca{certificates.ca};
  TestServer server{loop_, always(response("secure")), certificates};
  CurlTransport transport{global_, loop_.get_executor(), trusting(ca)};
  for (int i = 0; i < 3; ++i) {
    const auto outcome = send(transport, get(server.origin()));
    ASSERT_TRUE(outcome) << text_of(outcome);
    EXPECT_EQ(outcome->body, "secure");
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(CurlTransportTlsTest, RefusesACertificateOfAnUnknownAuthority) {
  const TestFile other_ca{make_certificates("IP:127.0.0.1", "another authority").ca};
  TestServer server{loop_, always(response("secure")), make_certificates("IP:127.0.0.1")};
  for (const auto& options : {plain_options(), trusting(other_ca)})
    EXPECT_THAT(text_of(send(options, get(server.origin()), within(kTime))),
                AllOf(StartsWith("network: the TLS certificate of " + server.origin() + " is not trusted"),
                      HasSubstr("CA file"), HasSubstr("clock")));
  EXPECT_EQ(server.requests(), 0);
}

TEST_F(CurlTransportTlsTest, RefusesAnAuthorityThatOnlyBearsATrustedName) {
  const TestFile namesake{make_certificates("IP:127.0.0.1").ca};
  TestServer server{loop_, always(response("secure")), make_certificates("IP:127.0.0.1")};
  EXPECT_THAT(text_of(send(trusting(namesake), get(server.origin()), within(kTime))), StartsWith("network: "));
  EXPECT_EQ(server.requests(), 0);
}

TEST_F(CurlTransportTlsTest, RefusesACertificateForAnotherHost) {
  const auto certificates = make_certificates("DNS:exchange.example");
  const TestFile ca{certificates.ca};
  TestServer server{loop_, always(response("secure")), certificates};
  EXPECT_THAT(text_of(send(trusting(ca), get(server.origin()), within(kTime))),
              StartsWith("network: the TLS certificate of " + server.origin() + " is not trusted"));
  EXPECT_EQ(server.requests(), 0);
}

TEST_F(CurlTransportTlsTest, SaysThatAServerDoesNotSpeakTls) {
  TestServer server{loop_, always(response("plain"))};
  EXPECT_THAT(text_of(send(plain_options(), get("https://" + server.address()), within(kTime))),
              StartsWith("network: no TLS connection to https://" + server.address()));
}

TEST_F(CurlTransportTlsTest, SaysThatTheCaFileCannotBeRead) {
  TestServer server{loop_, always(response("ok")), make_certificates("IP:127.0.0.1")};
  CurlOptions options = plain_options();
  options.ca_file = "/nowhere/ca.pem";
  EXPECT_EQ(text_of(send(options, get(server.origin()), within(kTime))),
            "configuration: cannot read the CA file /nowhere/ca.pem");
}

TEST_F(CurlTransportTlsTest, EndsAtTheDeadlineWhenTheHandshakeStalls) {
  boost::asio::ip::tcp::acceptor silent{loop_, {boost::asio::ip::address_v4::loopback(), 0}};
  const auto origin = "https://127.0.0.1:" + std::to_string(silent.local_endpoint().port());
  EXPECT_THAT(text_of(send(plain_options(), get(origin), within(Milliseconds{200}))),
              StartsWith("timeout: no connection to " + origin));
}

/// A proxy that opens tunnels, and remembers what it was asked.
TestServer::Answer tunnel(std::vector<TestServer::Request>& seen) {
  return [&seen](TestServer::Connection& connection, TestServer::Request request) -> Task<bool> {
    seen.push_back(request);
    const std::string target{request.target()};
    const auto port = static_cast<unsigned short>(std::stoi(target.substr(target.find(':') + 1)));
    TestServer::Socket onward{connection.socket().get_executor()};
    const boost::asio::ip::tcp::endpoint endpoint{boost::asio::ip::address_v4::loopback(), port};
    co_await onward.async_connect(endpoint, boost::asio::use_awaitable);
    co_await connection.write("HTTP/1.1 200 Connection established\r\nX-Used: proxy\r\n\r\n");
    co_await join(connection.socket(), onward);
    co_return false;
  };
}

class CurlTransportProxyTest : public CurlTransportTlsTest {
 protected:
  static Secret through(const TestServer& proxy) {
    return Secret{"http://user:" + std::string{kHush} + "@" + proxy.address()};
  }
};

TEST_F(CurlTransportProxyTest, TunnelsTlsThroughAProxyThatSeesNoKey) {
  const auto certificates = make_certificates("IP:127.0.0.1");
  const TestFile ca{certificates.ca};
  TestServer server{loop_, always(response("secure", "200 OK", "X-Used: server\r\n")), certificates};
  std::vector<TestServer::Request> seen;
  TestServer proxy{loop_, tunnel(seen)};
  CurlOptions options = trusting(ca);
  options.proxy = through(proxy);
  const auto outcome = send(options, get(server.origin()), within(kTime));
  ASSERT_TRUE(outcome) << text_of(outcome);
  EXPECT_EQ(outcome->body, "secure");
  EXPECT_EQ(outcome->header("X-Used"), "server");
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].target(), server.address());
  EXPECT_EQ(seen[0].count("X-Key"), 0u);
  EXPECT_EQ(seen[0].count("Proxy-Authorization"), 1u);
}

TEST_F(CurlTransportProxyTest, VerifiesTheServerBehindAProxyToo) {
  const auto certificates = make_certificates("DNS:exchange.example");
  const TestFile ca{certificates.ca};
  const TestFile other_ca{make_certificates("IP:127.0.0.1", "another authority").ca};
  TestServer server{loop_, always(response("secure")), certificates};
  std::vector<TestServer::Request> seen;
  TestServer proxy{loop_, tunnel(seen)};
  for (const TestFile* file : {&ca, &other_ca}) {
    CurlOptions options = trusting(*file);
    options.proxy = through(proxy);
    EXPECT_THAT(text_of(send(options, get(server.origin()), within(kTime))),
                StartsWith("network: the TLS certificate of " + server.origin() + " is not trusted"));
  }
  EXPECT_EQ(server.requests(), 0);
}

TEST_F(CurlTransportProxyTest, VerifiesAProxyThatSpeaksTls) {
  std::vector<TestServer::Request> seen;
  TestServer proxy{loop_, tunnel(seen), make_certificates("IP:127.0.0.1")};
  CurlOptions options = plain_options();
  options.proxy = Secret{"https://user:" + std::string{kHush} + "@" + proxy.address()};
  EXPECT_THAT(text_of(send(options, get("https://exchange.example"), within(kTime))),
              StartsWith("network: the TLS certificate of the proxy https://" + proxy.address() + " is not trusted"));
  EXPECT_TRUE(seen.empty());
}

TEST_F(CurlTransportProxyTest, ForwardsPlainHttp) {
  TestServer proxy{loop_, always(response("from the proxy"))};
  CurlOptions options = plain_options();
  options.proxy = through(proxy);
  const auto outcome = send(options, get("http://exchange.example", "/path"), within(kTime));
  ASSERT_TRUE(outcome) << text_of(outcome);
  EXPECT_EQ(outcome->body, "from the proxy");
  EXPECT_EQ(proxy.last().target(), "http://exchange.example/path?signature=hush-hush");
}

TEST_F(CurlTransportProxyTest, GoesAroundTheProxyWhereItIsToldTo) {
  TestServer server{loop_, always(response("direct"))};
  TestServer proxy{loop_, always(response("from the proxy"))};
  CurlOptions options = plain_options();
  options.proxy = through(proxy);
  options.no_proxy = "exchange.example,127.0.0.1";
  const auto outcome = send(options, get(server.origin()), within(kTime));
  ASSERT_TRUE(outcome) << text_of(outcome);
  EXPECT_EQ(outcome->body, "direct");
}

TEST_F(CurlTransportProxyTest, SaysThatTheProxyRefuses) {
  TestServer proxy{loop_, always(response("", "407 Proxy Authentication Required", "Proxy-Authenticate: Basic\r\n"))};
  CurlOptions options = plain_options();
  options.proxy = through(proxy);
  for (const auto* origin : {"https://exchange.example", "http://exchange.example"})
    EXPECT_EQ(text_of(send(options, get(origin), within(kTime))), "network: the proxy http://" + proxy.address() +
                                                                      " refused to connect to " + origin +
                                                                      ": check its address, credentials and rules");
}

TEST_F(CurlTransportProxyTest, SaysThatTheProxyIsNotThere) {
  CurlOptions options = plain_options();
  options.proxy = Secret{"http://user:" + std::string{kHush} + "@no..such.invalid:3128"};
  EXPECT_THAT(text_of(send(options, get("https://exchange.example"), within(kTime))),
              StartsWith("network: no address found for the proxy http://no..such.invalid:3128"));
  options.proxy = Secret{"gopher://user:" + std::string{kHush} + "@127.0.0.1:70"};
  EXPECT_THAT(text_of(send(options, get("https://exchange.example"), within(kTime))),
              StartsWith("network: cannot connect to the proxy gopher://127.0.0.1:70"));
}

}  // namespace
}  // namespace saldo::transport
