#include "store/keyring.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace saldo::store {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kOne = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
constexpr std::string_view kTwo = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const Time kNow = from_unix_ms(1767225600000);

Result<Keyring> parse(std::string text) { return Keyring::parse(Secret{text}, "ENCRYPTION_KEY"); }

/// Not random at all: the next byte is one more than the last.
RandomSource counting() {
  return [next = static_cast<unsigned char>(0)](std::span<unsigned char> buffer) mutable {
    for (auto& byte : buffer) byte = next++;
  };
}

std::string why_refused(std::string text) {
  const auto keyring = parse(std::move(text));
  if (keyring) return "it was not refused";
  EXPECT_EQ(keyring.error().kind, ErrorKind::configuration);
  return keyring.error().message;
}

TEST(Keyring, EncryptsWithTheFirstKeyAndDecryptsWithAny) {
  const auto old_ring = parse(std::string{kOne});
  const auto new_ring = parse(std::string{kTwo} + "," + std::string{kOne});
  const auto second_ring = parse(std::string{kTwo});
  const auto old_token = old_ring->encrypt(Secret{"api secret"}, kNow, counting());
  EXPECT_EQ(new_ring->decrypt(old_token)->reveal(), "api secret");
  const auto new_token = new_ring->encrypt(Secret{"api secret"}, kNow, counting());
  EXPECT_EQ(second_ring->decrypt(new_token)->reveal(), "api secret");
  EXPECT_EQ(old_ring->decrypt(new_token).error().kind, ErrorKind::undecryptable_key);
}

TEST(Keyring, IgnoresBlanksAroundKeys) {
  EXPECT_TRUE(parse(" " + std::string{kOne} + " ,\n\t" + std::string{kTwo} + "\r\n"));
}

TEST(Keyring, DrawsANewIvForEachToken) {
  const auto keyring = parse(std::string{kOne});
  const auto random = counting();
  EXPECT_NE(keyring->encrypt(Secret{"same"}, kNow, random), keyring->encrypt(Secret{"same"}, kNow, random));
}

TEST(Keyring, SaysWhichKeyIsWrongAndHow) {
  EXPECT_THAT(why_refused(""), HasSubstr("ENCRYPTION_KEY: key 1 of 1 is empty"));
  EXPECT_THAT(why_refused(std::string{kOne} + ","), HasSubstr("key 2 of 2 is empty"));
  EXPECT_THAT(why_refused(std::string{kOne} + ",short"), HasSubstr("key 2 of 2 has 5 characters, not 44"));
  std::string broken{kTwo};
  broken[3] = '+';
  EXPECT_THAT(why_refused(broken + "," + std::string{kOne}), HasSubstr("key 1 of 2 is not URL-safe base64"));
}

TEST(Keyring, NeverQuotesAKey) {
  const auto almost = std::string{kOne.substr(0, 43)};
  EXPECT_THAT(why_refused(almost), AllOf(HasSubstr("43"), Not(HasSubstr(almost.substr(0, 8)))));
}

TEST(Keyring, RefusesMoreKeysThanItReads) {
  std::string text{kOne};
  for (std::size_t i = 0; i < Keyring::kMaxKeys; ++i) text += "," + std::string{kTwo};
  EXPECT_THAT(why_refused(text), HasSubstr("17 keys"));
}

TEST(Keyring, RefusesWhatIsNoToken) {
  EXPECT_EQ(parse(std::string{kOne})->decrypt("plain text").error().kind, ErrorKind::undecryptable_key);
}

TEST(Keyring, EncryptsCredentialsFieldByField) {
  const auto keyring = parse(std::string{kOne});
  const Credentials given{
      .api_key = Secret{"key"}, .api_secret = Secret{"secret"}, .passphrase = Secret{}, .uid = "17"};
  const auto encrypted = keyring->encrypt(given, kNow, counting());
  EXPECT_THAT(encrypted.api_key, Not(HasSubstr("key")));
  EXPECT_EQ(encrypted.passphrase, "");
  const auto opened = keyring->decrypt(encrypted);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->api_key.reveal(), "key");
  EXPECT_EQ(opened->api_secret.reveal(), "secret");
  EXPECT_TRUE(opened->passphrase.empty());
  EXPECT_EQ(opened->uid, "17");
}

TEST(Keyring, RefusesCredentialsWithAFieldThatDoesNotOpen) {
  const auto keyring = parse(std::string{kOne});
  const EncryptedCredentials broken{.api_key = keyring->encrypt(Secret{"key"}, kNow, counting()),
                                    .api_secret = "not a token",
                                    .passphrase = "",
                                    .uid = ""};
  EXPECT_EQ(keyring->decrypt(broken).error().kind, ErrorKind::undecryptable_key);
}

TEST(Fingerprint, TellsKeysApartWithoutShowingThem) {
  EXPECT_EQ(fingerprint(Secret{"abc"}).size(), 16U);
  EXPECT_EQ(fingerprint(Secret{"abc"}), fingerprint(Secret{"abc"}));
  EXPECT_NE(fingerprint(Secret{"abc"}), fingerprint(Secret{"abd"}));
}

// It is stored: another way to compute it would make every account look new.
TEST(Fingerprint, StaysTheSameForEver) { EXPECT_EQ(fingerprint(Secret{"abc"}), "8441e7377fb7431e"); }

}  // namespace
}  // namespace saldo::store
