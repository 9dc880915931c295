#pragma once

#include <optional>
#include <string_view>

#include "core/time.h"

namespace saldo {

/// Whom a limit counts: the address that we call from, the API key, or the user behind it.
enum class LimitScope { ip, key, uid };

/// How a limit's window moves. A rolling one counts the last so many seconds; a fixed one starts anew on the
/// server's clock, at multiples of its length.
enum class WindowKind { rolling, fixed };

/// One published limit of an exchange: at most `budget` weight in `window`, counted for `scope`.
struct RateRule {
  std::string_view name;  ///< unique within an exchange, without blanks: "request_weight"
  LimitScope scope = LimitScope::ip;
  WindowKind window_kind = WindowKind::rolling;
  Milliseconds window{0};
  int budget = 0;
  bool usage_header = false;  ///< replies say how much is used, by everybody who shares it
};

/// What one request costs of one limit, by the limit's place in its exchange's list.
struct Charge {
  std::size_t rule = 0;
  int weight = 1;
};

/// What a reply says about limits.
struct LimitReport {
  std::optional<int> used;                  ///< of the first rule with a usage header
  std::optional<Milliseconds> retry_after;  ///< do not ask before this has passed
  bool limited = false;                     ///< refused for too many requests
  bool banned = false;                      ///< the address is shut out for a while
};

}  // namespace saldo
