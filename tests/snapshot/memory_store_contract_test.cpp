#include <gtest/gtest.h>

#include "store/contract/contract.h"
#include "support/memory_store.h"

namespace saldo::store::contract {
namespace {

class InMemory final : public Database {
 public:
  Result<std::unique_ptr<Store>> open() override { return std::make_unique<test::MemoryStore>(data_); }
  void switch_off(const AccountId& id) override { data_.accounts.at(id).is_active = false; }

 private:
  test::MemoryDatabase data_;
};

INSTANTIATE_TEST_SUITE_P(Memory, StoreContract,
                         testing::Values(Implementation{"Memory", [] { return std::make_unique<InMemory>(); }}));

}  // namespace
}  // namespace saldo::store::contract
