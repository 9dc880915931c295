#pragma once

#include <chrono>
#include <string_view>

namespace saldo::transport {

/// What an exchange counts calls by.
enum class Scope {
  ip,   ///< the address that they come from
  key,  ///< the API key that signs them
  uid,  ///< the user that the key belongs to
};

/// How an exchange's count falls again.
enum class WindowKind {
  rolling,  ///< it covers the window before each call
  fixed,    ///< it starts at zero with each window of the server's clock
};

/// One published limit: within any `window`, calls may weigh `budget` together.
struct BucketRule {
  std::string_view name;  ///< unique within an exchange, without spaces: "api_weight"
  Scope scope = Scope::ip;
  WindowKind window_kind = WindowKind::rolling;
  std::chrono::milliseconds window{};
  int budget = 0;
  bool usage_header = false;  ///< replies say how much of the budget is used
};

}  // namespace saldo::transport
