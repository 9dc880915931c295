#pragma once

#include <memory>
#include <string>

#include <sqlite3.h>

namespace saldo::store {

/// A disk whose n-th operation fails, for every SQLite file that is opened while it lives.
class FaultyDisk {
 public:
  enum class Fault {
    once,    ///< that operation fails, and none after it
    forever  ///< all fail from then on, as when a cable is pulled
  };

  FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;
  ~FaultyDisk();

  /// Lets `operations` more writes, syncs, cuts, creations and removals go well, then fails with `code`.
  void fail_after(int operations, Fault fault, int code);
  void heal();
  /// Whether the failure happened.
  bool has_failed() const { return failed_; }

  /// For the file functions: the code that this operation fails with, or SQLITE_OK.
  int next_operation();

 private:
  sqlite3_vfs* system_;
  sqlite3_vfs vfs_;
  int operations_left_ = -1;
  Fault fault_ = Fault::once;
  int code_ = SQLITE_OK;
  bool failed_ = false;
};

}  // namespace saldo::store
