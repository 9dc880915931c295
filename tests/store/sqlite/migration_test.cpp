#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/contract/contract.h"
#include "store/raw_database.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/file.h"
#include "store/sqlite/schema.h"
#include "store/temporary_folder.h"

namespace saldo::store::sqlite {
namespace {

using contract::must;

constexpr MigrationStep kFirst{1, "CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('kept')"};
constexpr MigrationStep kSecond{2, "ALTER TABLE notes ADD COLUMN name TEXT NOT NULL DEFAULT 'new'"};
constexpr MigrationStep kThird{3, "UPDATE notes SET name = name || 'er'"};
constexpr MigrationStep kBroken{3, "UPDATE notes SET name = 'half'; SELECT nonsense FROM nowhere"};

class Migration : public testing::Test {
 protected:
  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "saldo.db";

  Result<void> migrate_to(std::span<const MigrationStep> steps) {
    must(ensure_private_file(file_));
    const auto connection = must(Connection::open(file_, Milliseconds{0}));
    return migrate(*connection, steps);
  }
};

TEST_F(Migration, TakesANewDatabaseThroughAllSteps) {
  must(migrate_to(std::array{kFirst, kSecond, kThird}));
  EXPECT_EQ(ask_raw(file_, "SELECT text || ' ' || name FROM notes"), "kept newer");
  EXPECT_EQ(ask_raw(file_, "PRAGMA user_version"), "3");
}

TEST_F(Migration, TakesAnOlderDatabaseThroughTheStepsThatItMisses) {
  must(migrate_to(std::array{kFirst}));
  run_raw(file_, "UPDATE notes SET text = 'mine'");
  must(migrate_to(std::array{kFirst, kSecond, kThird}));
  EXPECT_EQ(ask_raw(file_, "SELECT text || ' ' || name FROM notes"), "mine newer");
}

TEST_F(Migration, DoesNothingToADatabaseThatIsUpToDate) {
  must(migrate_to(std::array{kFirst, kSecond, kThird}));
  must(migrate_to(std::array{kFirst, kSecond, kThird}));
  EXPECT_EQ(ask_raw(file_, "SELECT name FROM notes"), "newer");
}

TEST_F(Migration, LeavesADatabaseAsItWasWhenAStepFails) {
  must(migrate_to(std::array{kFirst, kSecond}));
  EXPECT_FALSE(migrate_to(std::array{kFirst, kSecond, kBroken}));
  EXPECT_EQ(ask_raw(file_, "SELECT name FROM notes"), "new");
  EXPECT_EQ(ask_raw(file_, "PRAGMA user_version"), "2");
}

TEST_F(Migration, RefusesADatabaseBeyondItsLastStep) {
  must(migrate_to(std::array{kFirst, kSecond}));
  EXPECT_EQ(migrate_to(std::array{kFirst}).error().kind, ErrorKind::store_newer);
}

TEST(SchemaSteps, AreNumberedFromOneWithoutGaps) {
  int expected = 0;
  for (const auto& step : schema_steps()) EXPECT_EQ(step.version, ++expected);
}

}  // namespace
}  // namespace saldo::store::sqlite
