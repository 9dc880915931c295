#include "sim/signing.h"

#include <gtest/gtest.h>

namespace {

// rest-api.md, "HMAC Keys": the example key and both of its signatures.
constexpr std::string_view kSecret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";

TEST(HmacSha256, GivesThePublishedSignatureOfAsciiParameters) {
  EXPECT_EQ(sim::hmac_sha256_hex(kSecret,
                                 "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&"
                                 "recvWindow=5000&timestamp=1499827319559"),
            "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71");
}

TEST(HmacSha256, GivesThePublishedSignatureOfPercentEncodedParameters) {
  EXPECT_EQ(sim::hmac_sha256_hex(kSecret,
                                 "symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY&type=LIMIT&"
                                 "timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559"),
            "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3");
}

TEST(SameHex, IgnoresCase) {
  EXPECT_TRUE(sim::same_hex("c8db56", "C8DB56"));
  EXPECT_FALSE(sim::same_hex("c8db56", "c8db57"));
  EXPECT_FALSE(sim::same_hex("c8db56", "c8db5"));
}

}  // namespace
