#include "store/sqlite/faulty_disk.h"

#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/contract/contract.h"
#include "store/contract/describe.h"
#include "store/raw_database.h"
#include "store/sqlite/sqlite_store.h"
#include "store/temporary_folder.h"

namespace saldo::store {
namespace {

using namespace contract;
using testing::AnyOf;
using testing::HasSubstr;

constexpr int kMaxOperations = 2000;

/// Each operation of a disk fails in turn, once or for good, until the work needs no more operations.
class FaultyDiskTest : public testing::TestWithParam<std::tuple<FaultyDisk::Fault, int>> {
 protected:
  FaultyDisk disk_;
  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "saldo.db";

  std::unique_ptr<Store> open() { return must(open_sqlite_store(file_)); }

  template <class Work>
  void with_each_operation_failing(Work work) {
    const auto [fault, code] = GetParam();
    for (int operations = 0; operations < kMaxOperations; ++operations) {
      work([&] { disk_.fail_after(operations, fault, code); });
      disk_.heal();
      EXPECT_EQ(ask_raw(file_, "PRAGMA integrity_check"), "ok") << operations;
      if (HasFailure() || !disk_.has_failed()) return;
    }
    FAIL() << "the work never ended";
  }
};

/// It went well, or failed in one of the two ways in which a disk lets us down.
template <class T>
void expect_disk_trouble(const Result<T>& result) {
  if (result) return;
  EXPECT_THAT(result.error().kind, AnyOf(ErrorKind::store_full, ErrorKind::store_unavailable));
}

std::vector<Snapshot> batch_at(int minutes, int quality) {
  return {simple_snapshot("ana", slot_at(minutes), quality), simple_snapshot("bia", slot_at(minutes), quality)};
}

void link_two(Store& store) {
  const std::vector keys{key_of(binance_of("ana")), key_of(binance_of("bia"))};
  must(store.link_accounts(keys));
}

TEST_P(FaultyDiskTest, ASaveIsDoneWholeOrNotAtAll) {
  auto store = open();
  link_two(*store);
  int minutes = 0;
  with_each_operation_failing([&](auto break_disk) {
    const auto batch = batch_at(++minutes, 1);
    break_disk();
    const auto saved = store->save(batch);
    disk_.heal();
    expect_disk_trouble(saved);
    const auto entries = must(store->history({.from = slot_at(minutes).at}));
    if (saved)
      EXPECT_EQ(entries.size(), 2U);
    else
      EXPECT_THAT(entries.size(), AnyOf(0U, 2U));
    must(store->save(batch));
    for (const auto& snapshot : batch)
      EXPECT_EQ(describe(must(store->snapshot(snapshot.user_id, snapshot.slot))), describe(snapshot));
  });
}

TEST_P(FaultyDiskTest, AnImprovementLeavesTheOldOrTheNew) {
  auto store = open();
  link_two(*store);
  int minutes = 0;
  with_each_operation_failing([&](auto break_disk) {
    const auto worse = batch_at(++minutes, 1);
    const auto better = batch_at(minutes, 2);
    must(store->save(worse));
    break_disk();
    const auto saved = store->save(better);
    disk_.heal();
    const auto stored = describe(must(store->snapshot("bia", slot_at(minutes))));
    if (saved)
      EXPECT_EQ(stored, describe(better[1]));
    else
      EXPECT_THAT(stored, AnyOf(describe(worse[1]), describe(better[1])));
  });
}

TEST_P(FaultyDiskTest, ADatabaseWhoseCreationFailedIsCreatedTheNextTime) {
  with_each_operation_failing([&](auto break_disk) {
    std::filesystem::remove(file_);
    break_disk();
    const auto store = open_sqlite_store(file_);
    disk_.heal();
    expect_disk_trouble(store);
    link_two(*open());
  });
}

TEST(FullDisk, IsNamedWithWhatToDo) {
  FaultyDisk disk;
  const TemporaryFolder folder;
  const auto store = must(open_sqlite_store(folder.path() / "saldo.db"));
  disk.fail_after(3, FaultyDisk::Fault::forever, SQLITE_FULL);
  const auto saved = store->save_note("name", "text");
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().kind, ErrorKind::store_full);
  EXPECT_THAT(saved.error().message, HasSubstr("free some space"));
  disk.heal();
  must(store->save_note("name", "text"));
}

INSTANTIATE_TEST_SUITE_P(EachFault, FaultyDiskTest,
                         testing::Combine(testing::Values(FaultyDisk::Fault::once, FaultyDisk::Fault::forever),
                                          testing::Values(SQLITE_IOERR_WRITE, SQLITE_FULL)));

}  // namespace
}  // namespace saldo::store
