#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>

#include "core/clock.h"
#include "core/decimal.h"
#include "core/error.h"
#include "core/secret.h"
#include "core/slot.h"

namespace saldo {

enum class LogLevel { debug, info, warning, error };
enum class LogFormat { text, json };

/// The level or format of that name, as SALDO_LOG and SALDO_LOG_FORMAT have them; a name of neither is a bug.
LogLevel log_level(std::string_view name);
LogFormat log_format(std::string_view name);

/// A named value of a log line. It looks at what it was made of and keeps none of it: use it within the same statement.
/// There is none for floating point, and a Secret shows only that there is one.
class LogField {
 public:
  using Value = std::variant<std::string_view, std::int64_t, std::uint64_t, bool, Time, const Decimal*, const Error*>;

  LogField(std::string_view name, std::string_view text) : name_(name), value_(text) {}
  LogField(std::string_view name, const std::string& text) : LogField(name, std::string_view{text}) {}
  LogField(std::string_view name, const char* text) : LogField(name, std::string_view{text}) {}
  LogField(std::string_view name, bool value) : name_(name), value_(value) {}
  LogField(std::string_view name, std::signed_integral auto value) : name_(name), value_(std::int64_t{value}) {}
  LogField(std::string_view name, std::unsigned_integral auto value) : name_(name), value_(std::uint64_t{value}) {}
  LogField(std::string_view name, std::floating_point auto value) = delete;
  LogField(std::string_view name, Time value) : name_(name), value_(value) {}
  LogField(std::string_view name, Slot value) : LogField(name, value.at) {}
  LogField(std::string_view name, const Decimal& value) : name_(name), value_(&value) {}
  LogField(std::string_view name, const Secret&) : LogField(name, std::string_view{"[secret]"}) {}
  LogField(std::string_view name, ErrorKind kind) : LogField(name, saldo::name(kind)) {}
  /// Shows as "network: no route to host".
  LogField(std::string_view name, const Error& error) : name_(name), value_(&error) {}

  std::string_view name() const { return name_; }
  const Value& value() const { return value_; }

 private:
  std::string_view name_;
  Value value_;
};

using LogFields = std::initializer_list<LogField>;

/// Writes log lines: "2026-11-25T12:00:00Z info run finished slot=2026-11-25T12:00:00Z users=5", or the same as JSON.
/// A message is a literal of ours; what comes from outside goes into fields, where it can forge neither a line nor
/// another field. May be used by several threads at once if clock and sink may be read and called by them in turn.
class Logger {
 public:
  /// Takes one line with its line end; is never called twice at the same time.
  using Sink = std::function<void(std::string_view line)>;

  Logger(LogLevel level, LogFormat format, const Clock& clock, Sink sink)
      : level_(level), format_(format), clock_(clock), sink_(std::move(sink)) {}

  void debug(std::string_view message, LogFields fields = {}) { write(LogLevel::debug, message, fields); }
  void info(std::string_view message, LogFields fields = {}) { write(LogLevel::info, message, fields); }
  void warning(std::string_view message, LogFields fields = {}) { write(LogLevel::warning, message, fields); }
  void error(std::string_view message, LogFields fields = {}) { write(LogLevel::error, message, fields); }

 private:
  void write(LogLevel level, std::string_view message, LogFields fields);

  const LogLevel level_;
  const LogFormat format_;
  const Clock& clock_;
  std::mutex mutex_;
  Sink sink_;  // under the mutex
};

}  // namespace saldo
