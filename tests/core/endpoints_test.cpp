#include "core/endpoints.h"

#include <gtest/gtest.h>

namespace saldo {
namespace {

using Strings = std::vector<std::string>;

TEST(EndpointList, IsReadByName) {
  EXPECT_EQ(
      parse_endpoints("binance=http://127.0.0.1:9100, awesomeapi=https://x.example/ ,coinbase=https://[::1]:9443,"),
      (Endpoints{{"binance", "http://127.0.0.1:9100"},
                 {"awesomeapi", "https://x.example"},
                 {"coinbase", "https://[::1]:9443"}}));
  EXPECT_EQ(parse_endpoints(""), Endpoints{});
}

TEST(EndpointList, NamesEachEntryThatIsWrong) {
  EXPECT_EQ(parse_endpoints("binance=http://10.0.0.1,=https://a.example,kraken=ftp://b,okx=https://c/path").error(),
            (Strings{"entry \"binance=http://10.0.0.1\": plain http is for loopback only: use https",
                     "entry \"=https://a.example\": must look like binance=http://127.0.0.1:9100",
                     "entry \"kraken=ftp://b\": must be https://host or https://host:port, without a path",
                     "entry \"okx=https://c/path\": must be https://host or https://host:port, without a path"}));
  EXPECT_EQ(parse_endpoints("a=https://x,a=https://y").error(), (Strings{"entry \"a=https://y\": a is there twice"}));
}

TEST(EndpointList, RefusesWhatIsNotAnOrigin) {
  for (const auto* url : {"", "x", "https://", "https:///", "https://a:", "https://a:0", "https://a:65536",
                          "https://a:1x", "https://u:p@a", "https://[::1", "https://[zz]", "https://a?b", "HTTPS://a",
                          "https://a b", "https://a:-1", "https://a//"})
    EXPECT_FALSE(parse_endpoints(std::string{"x="} + url)) << url;
}

TEST(Loopback, IsTheWholeBlockAndItsNames) {
  for (const auto* origin : {"http://127.0.0.1:9100", "http://127.255.1.2", "http://localhost:1", "https://[::1]:9443"})
    EXPECT_TRUE(is_loopback(origin)) << origin;
}

TEST(Loopback, IsNotWhatOnlyLooksLikeIt) {
  for (const auto* origin : {"http://127.0.0.1.example.com", "http://127.0.0.256", "http://127.0.0", "http://128.0.0.1",
                             "http://localhost.example", "http://127.0.0.1@evil.example", "https://[::2]", "127.0.0.1"})
    EXPECT_FALSE(is_loopback(origin)) << origin;
}

}  // namespace
}  // namespace saldo
