#pragma once

#include <source_location>

namespace saldo {

/// Says on stderr which of our own assumptions failed and where, and ends the process (exit by abort).
[[noreturn]] void check_failed(const char* what, std::source_location where);

/// Guards our own logic, in release builds too. Never for user input or for what comes from outside.
inline void check(bool holds, const char* what, std::source_location where = std::source_location::current()) {
  if (!holds) [[unlikely]]
    check_failed(what, where);
}

}  // namespace saldo
