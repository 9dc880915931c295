#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "store/store.h"

/// What every Store must do, whatever it keeps things in. An implementation brings an Implementation and writes
/// INSTANTIATE_TEST_SUITE_P(Name, StoreContract, testing::Values(...)); see sqlite_contract_test.cpp.
namespace saldo::store::contract {

/// One database, empty at first, for one test.
class Database {
 public:
  virtual ~Database() = default;
  /// Any number of stores may be open on it at once.
  virtual Result<std::unique_ptr<Store>> open() = 0;
  /// Switches a link off (is_active = false), as the app does; no Store does that.
  virtual void switch_off(const AccountId& id) = 0;
};

struct Implementation {
  std::string name;
  std::function<std::unique_ptr<Database>()> make_database;
};

/// How a test's parameter is printed.
std::ostream& operator<<(std::ostream& out, const Implementation& implementation);

/// The value; or the end of the test, with the error.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error{std::string{name(result.error().kind)} + ": " + result.error().message};
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// "2026-01-01T00:00:00Z" and `minutes` later.
Slot slot_at(int minutes);
Decimal decimal(std::string_view text);
AccountKey key_of(const AccountId& id, std::string fingerprint = "f1");
AccountId binance_of(std::string user_id);
/// One account, one wallet, one token.
Snapshot simple_snapshot(std::string user_id, Slot slot, int quality = 1);

class StoreContract : public testing::TestWithParam<Implementation> {
 protected:
  std::unique_ptr<Database> database_ = GetParam().make_database();
  std::unique_ptr<Store> store_ = must(database_->open());

  std::unique_ptr<Store> reopen() { return must(database_->open()); }
  void link(const std::vector<std::string>& user_ids);
  SaveOutcome save(const Snapshot& snapshot);
  /// All that the stream gives, `page` at a time.
  std::vector<User> all_users(const UserQuery& query = {}, std::size_t page = 100);
  std::vector<AccountEntry> all_accounts();
};

}  // namespace saldo::store::contract
