#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "core/price.h"
#include "support/decimals.h"

namespace saldo::pricing {

struct Market {
  std::string_view base;
  std::string_view quote;
  std::string_view last;
};

/// The prices of one exchange.
inline ExchangePrices prices_of(std::string exchange, std::initializer_list<Market> markets, bool stale = false) {
  ExchangePrices prices{.exchange = std::move(exchange), .as_of = test::kNoon, .stale = stale, .tickers = {}};
  for (const auto& [base, quote, last] : markets)
    prices.tickers.push_back({std::string{base}, std::string{quote}, test::decimal(last)});
  return prices;
}

/// A board with prices of binance only.
inline PriceBoard board_of(std::string_view usd_brl, std::initializer_list<Market> markets) {
  return {.usd_brl = {.rate = test::decimal(usd_brl), .source = "awesomeapi", .as_of = test::kNoon},
          .exchanges = {prices_of("binance", markets)}};
}

}  // namespace saldo::pricing
