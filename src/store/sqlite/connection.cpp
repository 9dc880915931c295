#include "store/sqlite/connection.h"

#include <utility>

#include "core/check.h"
#include "store/sqlite/errors.h"

namespace saldo::store::sqlite {

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& path, Milliseconds busy_timeout) {
  sqlite3* handle = nullptr;
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  sqlite3_open_v2(path.c_str(), &handle, kFlags, nullptr);
  check(handle != nullptr, "no memory for a database connection");
  std::unique_ptr<Connection> connection{new Connection{handle, path.string()}};
  if (sqlite3_errcode(handle) != SQLITE_OK) connection->note_failure();
  sqlite3_busy_timeout(handle, static_cast<int>(busy_timeout.count()));
  if (auto opened = connection->take_failure(); !opened) return fail(opened.error());
  return connection;
}

void Connection::execute(const std::string& sql) {
  if (failed()) return;
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) note_failure();
}

void Connection::note_failure() {
  if (!failure_) failure_ = error_of(handle(), path_);
}

void Connection::note_damage(std::string_view what) {
  if (!failure_) failure_ = damaged(path_, what);
}

Result<void> Connection::take_failure() {
  if (!failure_) return {};
  return fail(*std::exchange(failure_, std::nullopt));
}

Transaction::Transaction(Connection& connection, Access access) : connection_(connection) {
  check(!connection.failed(), "a failure that nobody asked for");
  connection_.execute(access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  // SQLite has rolled back by itself after some failures (a full disk), and then is in autocommit again.
  if (sqlite3_get_autocommit(connection_.handle()) != 0) return;
  sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> Transaction::commit() {
  connection_.execute("COMMIT");
  return connection_.take_failure();
}

}  // namespace saldo::store::sqlite
