#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/price.h"

namespace saldo::store::sqlite {

/// A board of thousands of tickers as one compact text, a line each: base, tab, quote, tab, last, and tab,
/// doubted price where there is one.
/// A backslash stands before a tab, line end or backslash that belongs to a name.
std::string tickers_text(const std::vector<Ticker>& tickers);

/// Nothing unless it is what tickers_text would have written.
std::optional<std::vector<Ticker>> parse_tickers(std::string_view text);

}  // namespace saldo::store::sqlite
