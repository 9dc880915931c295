#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "core/check.h"
#include "core/decimal.h"
#include "core/slot.h"
#include "core/time.h"
#include "store/sqlite/connection.h"

namespace saldo::store::sqlite {

/// The rows that a statement gives. The values of a row are taken from left to right, each once.
class Rows {
 public:
  Rows(Connection& connection, sqlite3_stmt* statement) : connection_(connection), statement_(statement) {}
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  ~Rows();

  /// Moves to the next row; false when there is none, or after a failure.
  bool next();

  std::int64_t integer();
  int small_integer();
  bool boolean() { return integer() != 0; }
  std::string text();
  Time time() { return from_unix_ms(integer()); }
  Slot slot() { return {time()}; }
  Decimal decimal();
  std::optional<Time> optional_time();
  std::optional<Decimal> optional_decimal();
  std::optional<std::string> optional_text();

  /// A word of one of our enums, read by `parse` (text to optional).
  template <class Parse>
  auto word(Parse parse) {
    const auto stored = text();
    const auto value = parse(stored);
    if (!value) connection_.note_damage("the unknown word \"" + stored + "\"");
    return value.value_or(typename decltype(parse(stored))::value_type{});
  }

 private:
  bool is_null() const { return sqlite3_column_type(statement_, column_) == SQLITE_NULL; }
  std::string_view view();

  Connection& connection_;
  sqlite3_stmt* statement_;
  int column_ = 0;
};

/// A prepared statement. What fails in it is remembered by its connection.
class Statement {
 public:
  Statement(Connection& connection, std::string_view sql);

  /// Runs to the end with these values for its parameters, in order.
  template <class... Values>
  void run(const Values&... values) {
    rows(values...).next();
  }

  /// Its rows with these values for its parameters, in order. One reader at a time.
  template <class... Values>
  Rows rows(const Values&... values) {
    if (connection_->failed()) return Rows{*connection_, nullptr};
    check(sqlite3_bind_parameter_count(handle_.get()) == sizeof...(values), "a statement wants other values");
    int position = 0;
    (bind(++position, values), ...);
    return Rows{*connection_, handle_.get()};
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  void bind(int position, std::int64_t value);
  void bind(int position, int value) { bind(position, std::int64_t{value}); }
  void bind(int position, bool value) { bind(position, std::int64_t{value}); }
  void bind(int position, Time value) { bind(position, unix_ms(value)); }
  void bind(int position, Slot value) { bind(position, value.at); }
  void bind(int position, std::string_view value);
  void bind(int position, const char* value) { bind(position, std::string_view{value}); }
  void bind(int position, const std::string& value) { bind(position, std::string_view{value}); }
  void bind(int position, const Decimal& value) { bind(position, value.text()); }
  void bind(int position, std::nullopt_t);
  template <class Value>
  void bind(int position, const std::optional<Value>& value) {
    if (value)
      bind(position, *value);
    else
      bind(position, std::nullopt);
  }

  Connection* connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

}  // namespace saldo::store::sqlite
