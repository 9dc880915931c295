#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <sqlite3.h>

#include "core/result.h"
#include "core/time.h"

namespace saldo::store::sqlite {

/// A connection to one database file, and the first failure since it was last asked.
///
/// Once a statement has failed, those that follow do nothing until the failure is taken. So a unit of work is written
/// without a check after each statement, and is asked once, at its end, whether all of it went well.
class Connection {
 public:
  /// Opens a file that exists. Waits up to `busy_timeout` for others who write.
  static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& path, Milliseconds busy_timeout);

  sqlite3* handle() const { return handle_.get(); }
  const std::string& path() const { return path_; }

  /// Runs SQL that has no values and gives no rows.
  void execute(const std::string& sql);

  /// How many rows the last statement wrote.
  int changes() const { return sqlite3_changes(handle()); }

  bool failed() const { return failure_.has_value(); }
  /// Remembers what SQLite failed with, unless something failed before.
  void note_failure();
  /// Remembers that a stored value is none that saldo writes.
  void note_damage(std::string_view what);
  /// Nothing failed; or what did, which is then forgotten.
  Result<void> take_failure();

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  Connection(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}

  std::unique_ptr<sqlite3, Close> handle_;
  std::string path_;
  std::optional<Error> failure_;
};

enum class Access { read, write };

/// A short unit of work on one consistent state of the database. It is undone unless it is committed.
class Transaction {
 public:
  /// A writer takes the lock at once, so that it never has to give up half-way.
  Transaction(Connection& connection, Access access);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  /// Everything since the start went well and is safe on the disk; or nothing of it will have been done.
  Result<void> commit();

 private:
  Connection& connection_;
};

}  // namespace saldo::store::sqlite
