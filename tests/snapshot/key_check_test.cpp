#include "snapshot/key_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "snapshot/world.h"

namespace saldo::snapshot {
namespace {

using testing::HasSubstr;

struct KeyCheckTest : testing::Test, World {
  /// Makes the credentials of that many users, from the first one on, those of another key.
  void spoil(int count) {
    for (auto& [id, account] : database.accounts)
      if (count-- > 0) account.credentials.api_key = "not a token of this key";
  }
  Result<void> checked() { return clock.run_task(check_keys(store, keyring)); }
};

TEST_F(KeyCheckTest, WithoutAccountsNothingIsWrong) { EXPECT_TRUE(checked()); }

TEST_F(KeyCheckTest, HalfOfThemMayBeBroken) {
  link_users(10);
  spoil(5);
  EXPECT_TRUE(checked());
}

TEST_F(KeyCheckTest, WhenMostDoNotDecryptTheKeyIsWrong) {
  link_users(10);
  spoil(6);
  const auto outcome = checked();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::configuration);
  EXPECT_THAT(outcome.error().message, HasSubstr("6 of the first 10"));
  EXPECT_THAT(outcome.error().message, HasSubstr("the test does not fit"));
}

TEST_F(KeyCheckTest, TheOnlyAccountDecides) {
  link("ana");
  spoil(1);
  EXPECT_FALSE(checked());
}

TEST_F(KeyCheckTest, OnlyTheFirstHundredCount) {
  link_users(300);
  spoil(51);
  EXPECT_THAT(checked().error().message, HasSubstr("51 of the first 100"));
  database.accounts.begin()->second.credentials = database.accounts.rbegin()->second.credentials;
  EXPECT_TRUE(checked());
}

TEST_F(KeyCheckTest, AHundredCredentialsMayBelongToFewUsers) {
  for (int i = 0; i < 60; ++i)
    for (const auto* label : {"", "2", "3"}) link(user_name(i), "binance", label);
  spoil(51);
  EXPECT_THAT(checked().error().message, HasSubstr("51 of the first 100"));
}

TEST_F(KeyCheckTest, AStoreThatFailsIsReportedAsSuch) {
  link("ana");
  for (const auto* call : {"active_users", "next"}) {
    database.fault = [call](std::string_view each) -> std::optional<Error> {
      if (each != call) return {};
      return Error{.kind = ErrorKind::store_unavailable, .message = "gone", .until = {}};
    };
    EXPECT_EQ(checked().error().kind, ErrorKind::store_unavailable);
  }
}

}  // namespace
}  // namespace saldo::snapshot
