#include <fstream>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/child.h"
#include "store/contract/contract.h"
#include "store/raw_database.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_store.h"
#include "store/temporary_folder.h"

namespace saldo::store {
namespace {

using contract::must;
using testing::HasSubstr;
using Permissions = std::filesystem::perms;

class SqliteOpen : public testing::Test {
 protected:
  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "saldo.db";

  Error refusal() {
    const auto store = open_sqlite_store(file_);
    return store ? Error{.kind = ErrorKind::internal, .message = "it was not refused", .until = {}} : store.error();
  }
};

Permissions permissions_of(const std::filesystem::path& path) { return std::filesystem::status(path).permissions(); }

TEST_F(SqliteOpen, MakesAFileAndFoldersForTheirOwnerOnly) {
  file_ = folder_.path() / "share" / "saldo" / "saldo.db";
  const auto before = ::umask(0);
  must(open_sqlite_store(file_));
  ::umask(before);
  EXPECT_EQ(permissions_of(file_), Permissions{0600});
  EXPECT_EQ(permissions_of(folder_.path() / "share" / "saldo"), Permissions{0700});
  EXPECT_EQ(permissions_of(folder_.path() / "share"), Permissions{0700});
}

TEST_F(SqliteOpen, ReadsNoMeaningIntoAName) {
  const auto child = start_child([&] {
    std::filesystem::current_path(folder_.path());
    must(open_sqlite_store(":memory:"));
    return std::filesystem::file_size(folder_.path() / ":memory:") > 0;
  });
  EXPECT_EQ(wait_for_child(child), 0);
}

TEST_F(SqliteOpen, TakesAnEmptyFileAsNew) {
  std::ofstream{file_};
  must(open_sqlite_store(file_));
  EXPECT_EQ(ask_raw(file_, "PRAGMA application_id"), std::to_string(sqlite::kApplicationId));
  EXPECT_EQ(ask_raw(file_, "PRAGMA user_version"), std::to_string(sqlite::schema_steps().back().version));
}

TEST_F(SqliteOpen, UsesARollbackJournalEvenAfterSomebodySetAnother) {
  must(open_sqlite_store(file_));
  EXPECT_EQ(ask_raw(file_, "PRAGMA journal_mode"), "delete");
  run_raw(file_, "PRAGMA journal_mode = WAL");
  must(open_sqlite_store(file_));
  EXPECT_EQ(ask_raw(file_, "PRAGMA journal_mode"), "delete");
}

TEST_F(SqliteOpen, HoldsNoLockWhileNothingIsDone) {
  const auto store = must(open_sqlite_store(file_));
  run_raw(file_, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
}

TEST_F(SqliteOpen, RefusesADatabaseOfAnotherProgramAndLeavesItAlone) {
  run_raw(file_, "CREATE TABLE theirs (x)");
  EXPECT_EQ(refusal().kind, ErrorKind::configuration);
  EXPECT_THAT(refusal().message, HasSubstr(file_.string()));
  EXPECT_EQ(ask_raw(file_, "SELECT group_concat(name) FROM sqlite_schema"), "theirs");
}

TEST_F(SqliteOpen, RefusesAnotherProgramsDatabaseThatHasNoTables) {
  run_raw(file_, "PRAGMA application_id = 17");
  EXPECT_EQ(refusal().kind, ErrorKind::configuration);
}

TEST_F(SqliteOpen, RefusesADatabaseOfANewerSaldo) {
  must(open_sqlite_store(file_));
  run_raw(file_, "PRAGMA user_version = 99");
  EXPECT_EQ(refusal().kind, ErrorKind::store_newer);
  EXPECT_THAT(refusal().message, HasSubstr("99"));
}

TEST_F(SqliteOpen, RefusesAFileThatIsNoDatabase) {
  std::ofstream{file_} << std::string(5000, 'x');
  EXPECT_EQ(refusal().kind, ErrorKind::store_damaged);
  EXPECT_THAT(refusal().message, HasSubstr("no SQLite file"));
}

TEST_F(SqliteOpen, RefusesAFolder) {
  std::filesystem::create_directory(file_);
  EXPECT_EQ(refusal().kind, ErrorKind::store_unavailable);
}

TEST_F(SqliteOpen, SaysWhichFolderCannotBeMade) {
  std::ofstream{folder_.path() / "file"};
  file_ = folder_.path() / "file" / "saldo.db";
  EXPECT_EQ(refusal().kind, ErrorKind::store_unavailable);
  EXPECT_THAT(refusal().message, HasSubstr((folder_.path() / "file").string()));
}

/// Root may write everywhere, so this is tried by a process that is nobody.
bool become_nobody() {
  constexpr unsigned kNobody = 65534;
  return ::geteuid() != 0 || (::setgid(kNobody) == 0 && ::setuid(kNobody) == 0);
}

TEST_F(SqliteOpen, SaysThatAFolderCannotBeWritten) {
  std::filesystem::permissions(folder_.path(), Permissions{0555});
  const auto child = start_child([&] { return become_nobody() && refusal().kind == ErrorKind::store_unavailable; });
  EXPECT_EQ(wait_for_child(child), 0);
  std::filesystem::permissions(folder_.path(), Permissions{0700});
}

TEST_F(SqliteOpen, ReadsAndRefusesToWriteAFileThatMayOnlyBeRead) {
  const auto key = contract::key_of(contract::binance_of("ana"));
  must(must(open_sqlite_store(file_))->link_accounts({&key, 1}));
  std::filesystem::permissions(file_, Permissions{0444});
  std::filesystem::permissions(folder_.path(), Permissions{0555});
  const auto child = start_child([&] {
    if (!become_nobody()) return false;
    const auto store = must(open_sqlite_store(file_));
    const auto saved = store->save_note("name", "text");
    return must(store->count_active_users({})) == 1 && !saved && saved.error().kind == ErrorKind::store_unavailable;
  });
  EXPECT_EQ(wait_for_child(child), 0);
  std::filesystem::permissions(folder_.path(), Permissions{0700});
}

}  // namespace
}  // namespace saldo::store
