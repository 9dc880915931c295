#include "wire/request.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace saldo::wire {
namespace {

int hex_value(char c) { return c <= '9' ? c - '0' : c - 'A' + 10; }

/// What a server makes of "a%20b".
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

TEST(Parameters, AreEncodedInTheirOrder) {
  Parameters parameters{{"symbol", "BTC"}, {"a", "1"}};
  parameters.add("z", "");
  EXPECT_EQ(parameters.encoded(), "symbol=BTC&a=1&z=");
}

TEST(Parameters, WithoutAnyThereIsNoText) {
  EXPECT_TRUE(Parameters{}.empty());
  EXPECT_EQ(Parameters{}.encoded(), "");
}

TEST(Parameters, EncodeAllThatMeansSomethingInAQuery) {
  const Parameters parameters{{"a b&c", "=/?#+%\"\n"}, {"名", "１"}};
  EXPECT_EQ(parameters.encoded(), "a%20b%26c=%3D%2F%3F%23%2B%25%22%0A&%E5%90%8D=%EF%BC%91");
}

TEST(Parameters, ComeBackFromWhatWasSent) {
  EXPECT_TRUE(rc::check("a server reads what was meant", [](const std::string& name, const std::string& value) {
    const auto text = Parameters{{name, value}}.encoded();
    const auto equals = text.find('=');
    RC_ASSERT(text.find('&') == std::string::npos);
    RC_ASSERT(decoded(text.substr(0, equals)) == name);
    RC_ASSERT(decoded(text.substr(equals + 1)) == value);
  }));
}

}  // namespace
}  // namespace saldo::wire
