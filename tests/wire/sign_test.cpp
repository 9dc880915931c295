#include "wire/sign.h"

#include <gtest/gtest.h>

#include "wire/request.h"

namespace saldo::wire {
namespace {

// RFC 4231, test cases 1, 2 and 6.
TEST(HmacSha256, MatchesRfc4231) {
  EXPECT_EQ(hex(hmac_sha256(Secret{std::string(20, '\x0b')}, "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256(Secret{"Jefe"}, "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(
      hex(hmac_sha256(Secret{std::string(131, '\xaa')}, "Test Using Larger Than Block-Size Key - Hash Key First")),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256, AnEmptyKeyIsNotTheKeyBefore) {
  const auto first = hmac_sha256(Secret{}, "x");
  hmac_sha256(Secret{"other"}, "x");
  EXPECT_EQ(hmac_sha256(Secret{}, "x"), first);
}

// binance/binance-spot-api-docs, rest-api.md, "SIGNED Endpoint Examples for POST /api/v3/order", "HMAC Keys": the
// published key, parameters and signatures, with a symbol in ASCII and one that is not.
TEST(HmacSha256, MatchesTheExamplesInBinancesDocumentation) {
  const Secret secret{"NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"};
  const auto signature_for = [&secret](std::string symbol) {
    const Parameters order{{"symbol", std::move(symbol)},
                           {"side", "BUY"},
                           {"type", "LIMIT"},
                           {"timeInForce", "GTC"},
                           {"quantity", "1"},
                           {"price", "0.1"},
                           {"recvWindow", "5000"},
                           {"timestamp", "1499827319559"}};
    return hex(hmac_sha256(secret, order.encoded()));
  };
  EXPECT_EQ(signature_for("LTCBTC"), "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71");
  EXPECT_EQ(signature_for("１２３４５６"), "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3");
}

}  // namespace
}  // namespace saldo::wire
