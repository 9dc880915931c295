#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <sqlite3.h>

namespace saldo::store {

/// Works on a SQLite file behind the store's back.
void run_raw(const std::filesystem::path& file, const std::string& sql);
/// The first value of the first row.
std::string ask_raw(const std::filesystem::path& file, const std::string& sql);

/// Holds a SQLite file for itself, as another program that writes does.
class RawLock {
 public:
  explicit RawLock(const std::filesystem::path& file);

 private:
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> handle_;
};

}  // namespace saldo::store
