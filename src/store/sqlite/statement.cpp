#include "store/sqlite/statement.h"

#include <limits>

#include <fmt/format.h>

namespace saldo::store::sqlite {

Rows::~Rows() {
  if (statement_ != nullptr) sqlite3_reset(statement_);
}

bool Rows::next() {
  if (statement_ == nullptr || connection_.failed()) return false;
  column_ = 0;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) connection_.note_failure();
  // Stepping again would run the statement anew.
  sqlite3_reset(statement_);
  statement_ = nullptr;
  return false;
}

std::int64_t Rows::integer() { return sqlite3_column_int64(statement_, column_++); }

int Rows::small_integer() {
  const auto value = integer();
  if (value >= std::numeric_limits<int>::min() && value <= std::numeric_limits<int>::max())
    return static_cast<int>(value);
  connection_.note_damage("a number that is too large");
  return 0;
}

std::string_view Rows::view() {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column_));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column_));
  ++column_;
  return text == nullptr ? std::string_view{} : std::string_view{text, size};
}

std::string Rows::text() { return std::string{view()}; }

Decimal Rows::decimal() {
  const auto stored = view();
  const auto value = Decimal::parse(stored);
  if (value) return *value;
  connection_.note_damage(fmt::format("\"{}\" as an amount", stored));
  return {};
}

std::optional<Time> Rows::optional_time() {
  if (!is_null()) return time();
  ++column_;
  return {};
}

std::optional<Decimal> Rows::optional_decimal() {
  if (!is_null()) return decimal();
  ++column_;
  return {};
}

std::optional<std::string> Rows::optional_text() {
  if (!is_null()) return text();
  ++column_;
  return {};
}

Statement::Statement(Connection& connection, std::string_view sql) : connection_(&connection) {
  if (connection.failed()) return;
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v3(connection.handle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  handle_.reset(prepared);
  if (code != SQLITE_OK) connection.note_failure();
}

void Statement::bind(int position, std::int64_t value) {
  check(sqlite3_bind_int64(handle_.get(), position, value) == SQLITE_OK, "a number could not be bound");
}

void Statement::bind(int position, std::string_view value) {
  // Copied, for a caller's text may be gone before the last row is read.
  const int code = sqlite3_bind_text64(handle_.get(), position, value.data() == nullptr ? "" : value.data(),
                                       value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  if (code != SQLITE_OK) connection_->note_failure();
}

void Statement::bind(int position, std::nullopt_t) {
  check(sqlite3_bind_null(handle_.get(), position) == SQLITE_OK, "a null could not be bound");
}

}  // namespace saldo::store::sqlite
