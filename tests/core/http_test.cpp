#include "core/http.h"

#include <gtest/gtest.h>

namespace saldo::http {
namespace {

TEST(ResponseHeader, IsFoundInAnyCase) {
  const Response response{
      .status = 200, .headers = {{"X-Used", "1"}, {"Retry-After", "7"}, {"x-used", "2"}}, .body = {}};
  EXPECT_EQ(response.header("x-USED"), "1");
  EXPECT_EQ(response.header("retry-after"), "7");
  EXPECT_EQ(response.header("retry"), "");
}

TEST(Request, IsNamedWithoutItsQuery) {
  Request request;
  request.method = Method::post;
  request.origin = "https://a.example:8443";
  request.path = "/b";
  request.query = "signature=c";
  EXPECT_EQ(request.url(), "https://a.example:8443/b?signature=c");
  EXPECT_EQ(request.label(), "POST https://a.example:8443/b");
}

TEST(Request, HasNoQuestionMarkWithoutAQuery) {
  Request request;
  request.origin = "https://a.example";
  request.path = "/b";
  EXPECT_EQ(request.url(), "https://a.example/b");
  EXPECT_EQ(request.label(), "GET https://a.example/b");
}

TEST(PercentEncoding, LeavesOnlyUnreservedCharacters) {
  EXPECT_EQ(percent_encoded("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(percent_encoded(" +/=&?%\n\xC3\xA9"), "%20%2B%2F%3D%26%3F%25%0A%C3%A9");
  EXPECT_EQ(percent_encoded(std::string_view{"\0", 1}), "%00");
  EXPECT_EQ(percent_encoded(""), "");
}

}  // namespace
}  // namespace saldo::http
