#pragma once

#include <expected>

#include "core/error.h"

namespace saldo {

/// A value, or an Error that says what to do next. saldo's own functions throw only for bugs.
template <class T>
using Result = std::expected<T, Error>;

/// Turns an error into the failing arm of any Result: `return fail(ErrorKind::timeout, "no reply in 30 s")`.
inline std::unexpected<Error> fail(Error error) { return std::unexpected<Error>(std::move(error)); }
inline std::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return fail(Error{.kind = kind, .message = std::move(message)});
}

}  // namespace saldo
