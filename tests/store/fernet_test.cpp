#include "store/fernet.h"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace saldo::store::fernet {
namespace {

// generate.json, verify.json and invalid.json of github.com/fernet/spec.
constexpr std::string_view kSpecKey = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
constexpr std::string_view kSpecToken =
    "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
const Time kSpecTime = *parse_iso_time("1985-10-26T08:20:00Z");

struct BadToken {
  std::string_view flaw;
  std::string_view token;
};

constexpr BadToken kSpecInvalid[]{
    {"incorrect mac",
     "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ=="},
    {"too short", "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA=="},
    {"invalid base64",
     "%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q=="},
    {"payload size not multiple of block size",
     "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm"},
    {"payload padding error",
     "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw=="},
    {"incorrect IV (causes padding error)",
     "gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ=="}};

Iv iv_from(unsigned char first) {
  Iv iv;
  std::iota(iv.begin(), iv.end(), first);
  return iv;
}

TEST(Fernet, WritesTheTokenOfTheSpecification) {
  EXPECT_EQ(encrypt(*Key::parse(kSpecKey), "hello", kSpecTime, iv_from(0)), kSpecToken);
}

TEST(Fernet, OpensTheTokenOfTheSpecification) {
  const auto text = decrypt(*Key::parse(kSpecKey), kSpecToken);
  ASSERT_TRUE(text);
  EXPECT_EQ(text->reveal(), "hello");
}

TEST(Fernet, RefusesTheInvalidTokensOfTheSpecification) {
  for (const auto& [flaw, token] : kSpecInvalid) EXPECT_FALSE(decrypt(*Key::parse(kSpecKey), token)) << flaw;
}

// Made by Python's cryptography 48, Fernet._encrypt_from_parts, with the bytes 0 to 31 as its key.
TEST(Fernet, AgreesWithPython) {
  const auto key = *Key::parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  const auto at = *parse_iso_time("2026-01-01T00:00:00Z");
  EXPECT_EQ(encrypt(key, "ação 😀", at, iv_from(100)),
            "gAAAAABpVbkAZGVmZ2hpamtsbW5vcHFyc147MP9BOVEI_sW5PftGESvfkyMY9In2td9z20nkWdJOx9BzMELMbw-_4A7D8WUgRQ==");
  EXPECT_EQ(encrypt(key, "", at, iv_from(100)),
            "gAAAAABpVbkAZGVmZ2hpamtsbW5vcHFycwohCGftV42ZN2jR4ndbsQZplJHMqWtAL2i_MYbmY1lLmJu6xuiMD2gM9wlTsPekIQ==");
}

TEST(Fernet, OpensWhatItWrote) {
  EXPECT_TRUE(rc::check("text of any length survives", [](const std::string& text) {
    const auto key = *Key::parse(kSpecKey);
    const auto opened = decrypt(key, encrypt(key, text, kSpecTime, iv_from(7)));
    RC_ASSERT(opened.has_value());
    RC_ASSERT(opened->reveal() == text);
  }));
}

TEST(Fernet, RefusesATokenOfAnotherKey) {
  const auto other = Key::parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  EXPECT_FALSE(decrypt(*other, kSpecToken));
}

TEST(Fernet, RefusesATokenThatWasAlteredAnywhere) {
  for (std::size_t i = 0; i < kSpecToken.size(); ++i) {
    std::string token{kSpecToken};
    token[i] = token[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(decrypt(*Key::parse(kSpecKey), token)) << i;
  }
}

TEST(Fernet, RefusesWhatIsNoToken) {
  for (const auto& token : {std::string{}, std::string{"gAAAAA=="}, std::string(kMaxTokenCharacters + 4, 'A')})
    EXPECT_FALSE(decrypt(*Key::parse(kSpecKey), token));
}

TEST(FernetKey, IsExactly32Bytes) {
  EXPECT_TRUE(Key::parse(kSpecKey));
  EXPECT_FALSE(Key::parse(""));
  EXPECT_FALSE(Key::parse(kSpecKey.substr(0, 40)));
  EXPECT_FALSE(Key::parse("cw/0x689RpI+jtRR7oE8h/eQsKImvJapLeSbXpwF4e4="));
  EXPECT_FALSE(Key::parse("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4Q=="));
}

}  // namespace
}  // namespace saldo::store::fernet
