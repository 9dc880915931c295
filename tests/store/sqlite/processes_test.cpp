#include <array>
#include <signal.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/child.h"
#include "store/contract/contract.h"
#include "store/contract/describe.h"
#include "store/file_descriptor.h"
#include "store/raw_database.h"
#include "store/sqlite/sqlite_store.h"
#include "store/temporary_folder.h"

namespace saldo::store {
namespace {

using namespace contract;
using testing::AnyOf;

constexpr int kUsers = 40;
constexpr int kKills = 10;
constexpr int kEndlessly = 1'000'000;

std::vector<std::string> users() {
  std::vector<std::string> names;
  for (int i = 0; i < kUsers; ++i) names.push_back("user" + std::to_string(i));
  return names;
}

std::vector<Snapshot> batch_at(int minutes) {
  std::vector<Snapshot> batch;
  for (const auto& user : users()) batch.push_back(simple_snapshot(user, slot_at(minutes)));
  return batch;
}

class Pipe {
 public:
  Pipe() {
    if (::pipe(ends_.data()) != 0) throw std::runtime_error{"no pipe"};
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    for (const int end : ends_) ::close(end);
  }
  bool write_byte() const { return ::write(ends_[1], "x", 1) == 1; }
  bool read_byte() const {
    char byte = 0;
    return ::read(ends_[0], &byte, 1) == 1;
  }

 private:
  std::array<int, 2> ends_{};
};

/// Saves slot after slot, and tells of each one that is safe.
bool save_endlessly(const std::filesystem::path& file, int first, const Pipe& safe) {
  const auto store = must(open_sqlite_store(file));
  for (int minutes = first; minutes < kEndlessly; ++minutes) {
    must(store->save(batch_at(minutes)));
    if (!safe.write_byte()) return false;
  }
  return true;
}

void link_all_users(const std::filesystem::path& file) {
  std::vector<AccountKey> keys;
  for (const auto& user : users()) keys.push_back(key_of(binance_of(user)));
  must(must(open_sqlite_store(file))->link_accounts(keys));
}

TEST(SqliteProcesses, ThatSaveTheSameSlotsAtOnceDoubleNothing) {
  constexpr int kSlots = 15;
  const TemporaryFolder folder;
  const auto file = folder.path() / "saldo.db";
  link_all_users(file);
  const auto save_all = [&] {
    const auto store = must(open_sqlite_store(file));
    for (int minutes = 0; minutes < kSlots; ++minutes) must(store->save(batch_at(minutes)));
    return true;
  };
  const std::array children{start_child(save_all), start_child(save_all), start_child(save_all)};
  for (const auto child : children) EXPECT_EQ(wait_for_child(child), 0);
  const auto lines = must(must(open_sqlite_store(file))->history({.limit = 10'000}));
  EXPECT_EQ(lines.size(), std::size_t{kSlots} * kUsers);
}

TEST(SqliteProcesses, MayAllBeTheFirstToOpenADatabase) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "saldo.db";
  const auto open_it = [&] { return must(open_sqlite_store(file)) != nullptr; };
  const std::array children{start_child(open_it), start_child(open_it), start_child(open_it), start_child(open_it)};
  for (const auto child : children) EXPECT_EQ(wait_for_child(child), 0);
}

TEST(SqliteCrash, AProcessKilledInMidSaveLosesNothingAndDoublesNothing) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "saldo.db";
  link_all_users(file);

  for (int kill = 0; kill < kKills; ++kill) {
    const int first = kill * 1000;
    const Pipe safe;
    const auto child = start_child([&] { return save_endlessly(file, first, safe); });
    // It saves the slot after this one, or has just begun to, when it is killed.
    ASSERT_TRUE(safe.read_byte());
    ::kill(child, SIGKILL);
    EXPECT_EQ(wait_for_child(child), SIGKILL);

    const auto store = must(open_sqlite_store(file));
    EXPECT_EQ(ask_raw(file, "PRAGMA integrity_check"), "ok");
    EXPECT_EQ(describe(must(store->snapshot("user7", slot_at(first)))),
              describe(simple_snapshot("user7", slot_at(first))));
    const auto lines = must(store->history({.from = slot_at(first).at, .limit = kUsers * 100})).size();
    EXPECT_EQ(lines % kUsers, 0U) << "half a batch is there";
    for (const auto outcome : must(store->save(batch_at(first + 1))))
      EXPECT_THAT(outcome, AnyOf(SaveOutcome::inserted, SaveOutcome::kept));
  }
}

}  // namespace
}  // namespace saldo::store
