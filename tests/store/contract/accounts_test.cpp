#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/contract/contract.h"
#include "store/contract/describe.h"

namespace saldo::store::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<AccountId> ids_of(const std::vector<AccountEntry>& entries) {
  std::vector<AccountId> ids;
  for (const auto& entry : entries) ids.push_back(entry.id);
  return ids;
}

/// What is known of an account that was just linked.
AccountState fresh_state(std::string fingerprint) { return {.fingerprint = std::move(fingerprint)}; }

LearnedState in_trouble(const AccountId& id, std::string fingerprint) {
  return {.id = id,
          .state = {.fingerprint = std::move(fingerprint),
                    .host = "regional",
                    .mode = "unified",
                    .last_nonce = 17,
                    .failures_in_a_row = 3,
                    .last_failure = ErrorKind::invalid_key,
                    .tried_at = slot_at(3).at}};
}

TEST_P(StoreContract, ListsLinkedAccountsInOrderOfTheirId) {
  const std::vector keys{key_of({"bia", "kraken", ""}), key_of({"ana", "okx", "2"}), key_of({"ana", "okx", ""}),
                         key_of({"ana", "binance", ""})};
  must(store_->link_accounts(keys));
  const std::vector<AccountId> expected{
      {"ana", "binance", ""}, {"ana", "okx", ""}, {"ana", "okx", "2"}, {"bia", "kraken", ""}};
  EXPECT_EQ(ids_of(all_accounts()), expected);
}

TEST_P(StoreContract, PagesThroughLinkedAccounts) {
  const std::vector keys{key_of({"ana", "okx", ""}), key_of({"ana", "okx", "2"}), key_of({"bia", "binance", ""})};
  must(store_->link_accounts(keys));
  EXPECT_EQ(ids_of(must(store_->accounts(std::nullopt, 1))), std::vector{keys[0].id});
  EXPECT_EQ(ids_of(must(store_->accounts(keys[0].id, 1))), std::vector{keys[1].id});
  EXPECT_EQ(ids_of(must(store_->accounts(keys[1].id, 5))), std::vector{keys[2].id});
  EXPECT_THAT(must(store_->accounts(keys[2].id, 5)), IsEmpty());
}

TEST_P(StoreContract, OfANewAccountOnlyItsKeyIsKnown) {
  link({"ana"});
  const auto entries = all_accounts();
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_TRUE(entries[0].is_active);
  EXPECT_EQ(entries[0].created_at, key_of(binance_of("ana")).linked_at);
  EXPECT_EQ(entries[0].state, fresh_state(key_of(binance_of("ana")).fingerprint));
}

TEST_P(StoreContract, UnlinksOneAccount) {
  link({"ana", "bia"});
  EXPECT_TRUE(must(store_->unlink_account(binance_of("ana"))));
  EXPECT_FALSE(must(store_->unlink_account(binance_of("ana"))));
  EXPECT_FALSE(must(store_->unlink_account({"bia", "binance", "2"})));
  EXPECT_THAT(ids_of(all_accounts()), ElementsAre(binance_of("bia")));
}

TEST_P(StoreContract, ListsAccountsThatAreSwitchedOff) {
  link({"ana"});
  database_->switch_off(binance_of("ana"));
  ASSERT_EQ(all_accounts().size(), 1U);
  EXPECT_FALSE(all_accounts()[0].is_active);
}

TEST_P(StoreContract, LinkingAgainGivesNewCredentialsAndSwitchesOn) {
  link({"ana"});
  database_->switch_off(binance_of("ana"));
  auto again = key_of(binance_of("ana"));
  again.credentials = {.api_key = "k2", .api_secret = "s2", .passphrase = "p2", .uid = "u2"};
  again.linked_at = slot_at(99).at;
  must(store_->link_accounts({&again, 1}));
  const auto users = all_users();
  ASSERT_EQ(users.size(), 1U);
  EXPECT_EQ(users[0].accounts.at(0).credentials.api_secret, "s2");
  EXPECT_EQ(users[0].accounts.at(0).credentials.passphrase, "p2");
  EXPECT_EQ(all_accounts().at(0).created_at, key_of(binance_of("ana")).linked_at);
}

TEST_P(StoreContract, ANewKeyStartsANewLife) {
  const auto id = binance_of("ana");
  const auto old_key = key_of(id, "old");
  const auto new_key = key_of(id, "new");
  const auto learned = in_trouble(id, "old");
  must(store_->link_accounts({&old_key, 1}));
  must(store_->save_account_states({&learned, 1}));
  must(store_->link_accounts({&new_key, 1}));
  EXPECT_EQ(all_accounts().at(0).state, fresh_state("new"));
}

// A store whose accounts are linked by others too cannot know the new key, and keeps the state under the old one's
// fingerprint, where whoever reads it sees that it is not the new one's.
TEST_P(StoreContract, ARunThatBeganWithTheOldKeyTeachesNothingAboutTheNewOne) {
  const auto id = binance_of("ana");
  const auto old_key = key_of(id, "old");
  const auto new_key = key_of(id, "new");
  const auto learned = in_trouble(id, "old");
  must(store_->link_accounts({&old_key, 1}));
  must(store_->link_accounts({&new_key, 1}));
  must(store_->save_account_states({&learned, 1}));
  const auto state = all_accounts().at(0).state;
  EXPECT_TRUE(state == fresh_state("new") || state == learned.state);
}

TEST_P(StoreContract, TheSameKeyLinkedAgainForgetsOnlyItsFailures) {
  const auto id = binance_of("ana");
  const auto key = key_of(id, "same");
  const auto learned = in_trouble(id, "same");
  must(store_->link_accounts({&key, 1}));
  must(store_->save_account_states({&learned, 1}));
  must(store_->link_accounts({&key, 1}));
  auto expected = learned.state;
  expected.failures_in_a_row = 0;
  expected.last_failure = {};
  expected.tried_at = {};
  EXPECT_EQ(all_accounts().at(0).state, expected);
}

TEST_P(StoreContract, AnAccountThatWasUnlinkedStartsANewLife) {
  const auto id = binance_of("ana");
  const auto key = key_of(id, "same");
  const auto learned = in_trouble(id, "same");
  must(store_->link_accounts({&key, 1}));
  must(store_->save_account_states({&learned, 1}));
  must(store_->unlink_account(id));
  must(store_->save_account_states({&learned, 1}));
  must(store_->link_accounts({&key, 1}));
  EXPECT_EQ(all_accounts().at(0).state, fresh_state("same"));
}

TEST_P(StoreContract, KeepsTheLatestStateOfEachAccount) {
  link({"ana", "bia"});
  const auto learned = in_trouble(binance_of("ana"), "f1");
  must(store_->save_account_states({&learned, 1}));
  auto later = learned;
  later.state.failures_in_a_row = 0;
  later.state.last_failure = {};
  must(store_->save_account_states({&later, 1}));
  const auto entries = all_accounts();
  EXPECT_EQ(entries.at(0).state, later.state);
  EXPECT_EQ(entries.at(1).state, fresh_state(key_of(binance_of("bia")).fingerprint));
}

}  // namespace
}  // namespace saldo::store::contract
