#include "store/base64url.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace saldo::store {
namespace {

TEST(Base64Url, WritesTheVectorsOfRfc4648) {
  EXPECT_EQ(to_base64url(""), "");
  EXPECT_EQ(to_base64url("f"), "Zg==");
  EXPECT_EQ(to_base64url("fo"), "Zm8=");
  EXPECT_EQ(to_base64url("foo"), "Zm9v");
  EXPECT_EQ(to_base64url("foobar"), "Zm9vYmFy");
  EXPECT_EQ(to_base64url("\xfb\xff\xfe"), "-__-");
}

TEST(Base64Url, ReadsBackWhatItWrote) {
  EXPECT_TRUE(rc::check("bytes survive",
                        [](const std::string& bytes) { RC_ASSERT(from_base64url(to_base64url(bytes)) == bytes); }));
}

TEST(Base64Url, RefusesAllElse) {
  for (const auto* text :
       {"Z", "Zg", "Zg=", "Zg===", "====", "Zm9", "Zh==", "Zm9=", "Zm9v\n", "Zm 9", "+/8=", "Zg==Zg=="})
    EXPECT_EQ(from_base64url(text), std::nullopt) << text;
}

}  // namespace
}  // namespace saldo::store
