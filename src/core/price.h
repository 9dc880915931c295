#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/decimal.h"
#include "core/time.h"

namespace saldo {

/// A market's last price: one `base` costs `last` of `quote`.
struct Ticker {
  std::string base;
  std::string quote;
  Decimal last;
  /// What the market says now, when that jumped away from `last`, the price of the board before, and nothing confirms
  /// it. Such a market prices nothing; if the next board repeats it, it is believed (semantics V3).
  std::optional<Decimal> doubted = {};
};

/// How many reais a dollar costs, and who said so.
struct UsdBrl {
  Decimal rate;
  std::string source;  ///< "awesomeapi"
  Time as_of;          ///< the quote's own time
  bool stale = false;  ///< no source answered: this is the last stored one
};

/// All last prices of one exchange.
struct ExchangePrices {
  std::string exchange;
  Time as_of;
  bool stale = false;  ///< the exchange did not answer: these are the last stored ones
  std::vector<Ticker> tickers;
};

/// Every price that a slot is valued with. Fetched once a slot and stored, so that a resumed run uses the same.
struct PriceBoard {
  UsdBrl usd_brl;
  std::vector<ExchangePrices> exchanges;
};

}  // namespace saldo
