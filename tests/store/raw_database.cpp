#include "store/raw_database.h"

#include <memory>
#include <stdexcept>

#include <sqlite3.h>

namespace saldo::store {
namespace {

using Handle = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;

Handle open_raw(const std::filesystem::path& file) {
  sqlite3* handle = nullptr;
  if (sqlite3_open(file.c_str(), &handle) != SQLITE_OK) throw std::runtime_error{"cannot open " + file.string()};
  return {handle, &sqlite3_close};
}

int keep_first(void* kept, int, char** values, char**) {
  auto& text = *static_cast<std::string*>(kept);
  if (text.empty() && values[0] != nullptr) text = values[0];
  return 0;
}

}  // namespace

std::string ask_raw(const std::filesystem::path& file, const std::string& sql) {
  const auto handle = open_raw(file);
  std::string text;
  if (sqlite3_exec(handle.get(), sql.c_str(), keep_first, &text, nullptr) != SQLITE_OK)
    throw std::runtime_error{sqlite3_errmsg(handle.get())};
  return text;
}

void run_raw(const std::filesystem::path& file, const std::string& sql) { ask_raw(file, sql); }

RawLock::RawLock(const std::filesystem::path& file) : handle_(open_raw(file)) {
  if (sqlite3_exec(handle_.get(), "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr) != SQLITE_OK)
    throw std::runtime_error{sqlite3_errmsg(handle_.get())};
}

}  // namespace saldo::store
