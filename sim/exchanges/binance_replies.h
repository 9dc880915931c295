#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "sim/message.h"
#include "sim/weight_window.h"
#include "sim/world.h"

namespace sim::binance {

inline constexpr std::int64_t kWeightPerMin = 6000;
inline constexpr std::int64_t kRawRequestsPer5Min = 300'000;

Reply json(std::string body);

/// {"code":-1121,"msg":"Invalid symbol."} with the status and the outcome that belong to the code.
Reply error(int code, std::string_view message);
/// The error for a code in text, "-1003", with the documented message where there is one: a fault's, not the client's.
Reply pretended(std::string_view code);
/// -1102: the parameter is missing or malformed.
Reply missing(std::string_view parameter);
/// 429 or 418.
Reply refused(const WeightWindow::Charge& charge);
Reply not_found();
Reply method_not_allowed();
Reply maintenance();
Reply wallet_down();

/// The pairs that "symbol" or "symbols" in a query choose, all of them without either.
std::expected<std::vector<Pair>, Reply> selected_pairs(const Market& market, std::string_view query);

std::string exchange_info(const Market& market, const std::vector<Pair>& pairs, std::int64_t now);
/// A list of prices or, with `one`, the only price. `number`, if any, takes the place of the first price.
std::string prices(const Market& market, const std::vector<Pair>& pairs, bool one, const Fault* number);

struct AccountContext {
  std::int64_t now = 0;
  /// Its text, if any, takes the place of the first free amount.
  const Fault* number = nullptr;
};
std::string account(const Market& market, const std::vector<Holding>& holdings, bool omit_zeros, AccountRef account,
                    const AccountContext& context);

}  // namespace sim::binance
