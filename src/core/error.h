#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/time.h"

namespace saldo {

/// What went wrong, named by what to do next. Each failure is classified once, at the edge where it enters.
enum class ErrorKind {
  // An exchange or a rate source.
  invalid_key,
  bad_signature,
  permission,
  ip_not_allowed,
  geo_blocked,
  clock_skew,
  rate_limited,
  banned,
  maintenance,
  timeout,
  network,
  bad_response,
  wrong_region,
  wrong_account_mode,
  not_enabled,
  unsupported,
  // What is stored about an account.
  undecryptable_key,
  unknown_exchange,
  exchange_closed,
  // saldo itself.
  no_price_source,
  no_response,
  stopped,
  store_unavailable,
  store_full,
  store_damaged,
  store_newer,
  configuration,
  usage,
  not_found,
  internal,
};

/// Passing: the same thing may work later. Lasting: somebody has to change something first.
enum class Nature { passing, lasting };

/// A failure as a value. `message` says what happened and to what, and never holds a secret.
struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;
  std::optional<Time> until;  ///< rate_limited, banned: not before this instant

  bool operator==(const Error&) const = default;
};

/// The word that stands for the kind in JSON, logs and the store, e.g. "invalid_key".
std::string_view name(ErrorKind kind);
/// The kind that a stored word stands for; nothing when it is none of ours.
std::optional<ErrorKind> error_kind(std::string_view name);
Nature nature(ErrorKind kind);
/// One sentence that says what the reader should do now.
std::string_view advice(ErrorKind kind);
std::span<const ErrorKind> all_error_kinds();

}  // namespace saldo
