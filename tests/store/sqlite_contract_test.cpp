#include <gtest/gtest.h>

#include "store/contract/contract.h"
#include "store/raw_database.h"
#include "store/sqlite/sqlite_store.h"
#include "store/temporary_folder.h"

namespace saldo::store::contract {
namespace {

class SqliteDatabase final : public Database {
 public:
  Result<std::unique_ptr<Store>> open() override { return open_sqlite_store(file_); }
  void switch_off(const AccountId& id) override {
    run_raw(file_, "UPDATE accounts SET is_active = 0 WHERE user_id = '" + id.user_id + "' AND exchange = '" +
                       id.exchange + "' AND label = '" + id.label + "'");
  }

 private:
  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "saldo.db";
};

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract,
                         testing::Values(Implementation{"Sqlite", [] { return std::make_unique<SqliteDatabase>(); }}));

}  // namespace
}  // namespace saldo::store::contract
