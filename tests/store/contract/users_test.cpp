#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/contract/contract.h"
#include "store/contract/describe.h"

namespace saldo::store::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> ids_of(const std::vector<User>& users) {
  std::vector<std::string> ids;
  for (const auto& user : users) ids.push_back(user.user_id);
  return ids;
}

TEST_P(StoreContract, StreamsActiveUsersInOrder) {
  link({"caio", "ana", "bia", "Zeca", "érico"});
  EXPECT_THAT(ids_of(all_users()), ElementsAre("Zeca", "ana", "bia", "caio", "érico"));
}

TEST_P(StoreContract, StreamsNobodyFromAnEmptyDatabase) {
  EXPECT_THAT(all_users(), IsEmpty());
  EXPECT_EQ(must(store_->count_active_users({})), 0);
  EXPECT_THAT(must(store_->exchanges_in_use()), IsEmpty());
}

TEST_P(StoreContract, GivesAUserAllAccountsWithTheirKeysAndState) {
  AccountKey key{.id = {.user_id = "ana", .exchange = "okx", .label = "2"},
                 .credentials = {.api_key = "k", .api_secret = "s", .passphrase = "p", .uid = "u"},
                 .fingerprint = "f",
                 .linked_at = slot_at(0).at};
  must(store_->link_accounts({&key, 1}));
  link({"ana"});
  const LearnedState learned{.id = key.id,
                             .state = {.fingerprint = "f",
                                       .host = "my.okx.com",
                                       .mode = "unified",
                                       .last_nonce = 9007199254740993,
                                       .failures_in_a_row = 2,
                                       .last_failure = ErrorKind::permission,
                                       .tried_at = slot_at(5).at}};
  must(store_->save_account_states({&learned, 1}));

  const auto users = all_users();
  ASSERT_EQ(users.size(), 1U);
  ASSERT_EQ(users[0].accounts.size(), 2U);
  EXPECT_EQ(users[0].accounts[0].id, binance_of("ana"));
  EXPECT_EQ(users[0].accounts[0].state.failures_in_a_row, 0);
  const auto& okx = users[0].accounts[1];
  EXPECT_EQ(okx.id, key.id);
  EXPECT_EQ(okx.credentials.api_key, "k");
  EXPECT_EQ(okx.credentials.api_secret, "s");
  EXPECT_EQ(okx.credentials.passphrase, "p");
  EXPECT_EQ(okx.credentials.uid, "u");
  EXPECT_EQ(okx.state, learned.state);
  EXPECT_EQ(okx.defect, std::nullopt);
}

TEST_P(StoreContract, PagesNeverSplitOrSkipAUser) {
  std::vector<AccountKey> keys;
  for (const auto* user : {"ana", "bia", "caio", "duda", "enzo"})
    for (const auto* exchange : {"binance", "kraken", "okx"}) keys.push_back(key_of({user, exchange, ""}));
  must(store_->link_accounts(keys));
  const auto all_at_once = describe(all_users());
  for (const std::size_t page : {1U, 2U, 3U, 5U}) EXPECT_EQ(describe(all_users({}, page)), all_at_once) << page;
}

TEST_P(StoreContract, LeavesOutAccountsThatAreSwitchedOff) {
  link({"ana"});
  const auto second = key_of({"ana", "kraken", ""});
  must(store_->link_accounts({&second, 1}));
  database_->switch_off(binance_of("ana"));
  const auto users = all_users();
  ASSERT_EQ(users.size(), 1U);
  ASSERT_EQ(users[0].accounts.size(), 1U);
  EXPECT_EQ(users[0].accounts[0].id.exchange, "kraken");
}

TEST_P(StoreContract, AUserWithoutActiveAccountsIsNotActive) {
  link({"ana", "bia"});
  database_->switch_off(binance_of("ana"));
  EXPECT_THAT(ids_of(all_users()), ElementsAre("bia"));
  EXPECT_THAT(all_users({.slot = {}, .user_ids = {"ana"}}), IsEmpty());
  EXPECT_EQ(must(store_->count_active_users({})), 1);
  EXPECT_EQ(must(store_->count_active_users({.slot = {}, .user_ids = {"ana", "bia"}})), 1);
}

TEST_P(StoreContract, NamesEachExchangeInUseOnce) {
  const std::vector keys{key_of({"ana", "okx", "2"}), key_of({"ana", "okx", ""}), key_of({"bia", "binance", ""}),
                         key_of({"bia", "kraken", ""})};
  must(store_->link_accounts(keys));
  database_->switch_off({"bia", "kraken", ""});
  EXPECT_THAT(must(store_->exchanges_in_use()), ElementsAre("binance", "okx"));
}

TEST_P(StoreContract, StreamsOnlyTheUsersThatAreAskedFor) {
  link({"ana", "bia", "caio", "duda"});
  const UserQuery query{.slot = {}, .user_ids = {"duda", "bia", "nobody", "bia"}};
  for (const std::size_t page : {1U, 2U, 10U}) EXPECT_THAT(ids_of(all_users(query, page)), ElementsAre("bia", "duda"));
  EXPECT_EQ(must(store_->count_active_users(query)), 2);
}

TEST_P(StoreContract, MarksUsersWithWhatIsStoredForTheSlot) {
  link({"ana", "bia", "caio"});
  auto partial = simple_snapshot("bia", slot_at(0), 2);
  partial.status = SnapshotStatus::partial;
  save(simple_snapshot("ana", slot_at(0), 3));
  save(partial);
  save(simple_snapshot("caio", slot_at(-240)));
  const auto users = all_users({.slot = slot_at(0), .user_ids = {}}, 2);
  ASSERT_EQ(users.size(), 3U);
  ASSERT_TRUE(users[0].stored);
  EXPECT_TRUE(users[0].stored->complete);
  EXPECT_EQ(users[0].stored->quality, 3);
  ASSERT_TRUE(users[1].stored);
  EXPECT_FALSE(users[1].stored->complete);
  EXPECT_EQ(users[1].stored->quality, 2);
  EXPECT_FALSE(users[2].stored);
}

TEST_P(StoreContract, MarksNobodyWhenNoSlotIsAskedFor) {
  link({"ana"});
  save(simple_snapshot("ana", slot_at(0)));
  EXPECT_FALSE(all_users().at(0).stored);
}

TEST_P(StoreContract, SavesWhileUsersAreStreamed) {
  link({"ana", "bia", "caio"});
  const auto stream = must(store_->active_users({}));
  std::size_t seen = 0;
  for (auto page = must(stream->next(1)); !page.empty(); page = must(stream->next(1)), ++seen)
    EXPECT_EQ(save(simple_snapshot(page[0].user_id, slot_at(0))), SaveOutcome::inserted);
  EXPECT_EQ(seen, 3U);
}

TEST_P(StoreContract, AnotherStoreWritesWhileUsersAreStreamed) {
  link({"ana", "bia", "caio"});
  const auto stream = must(store_->active_users({}));
  must(stream->next(1));
  const auto other = reopen();
  EXPECT_TRUE(must(other->unlink_account(binance_of("bia"))));
  EXPECT_THAT(ids_of(must(stream->next(5))), ElementsAre("caio"));
}

}  // namespace
}  // namespace saldo::store::contract
