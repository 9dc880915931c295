#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/price.h"

namespace saldo::pricing {

/// What one unit of an asset is worth, and by which markets.
struct Price {
  Decimal usd;
  std::string path;  ///< "binance:BTC/USDT * binance:USDT/BRL / awesomeapi:USD/BRL"
  bool stale = false;
  Time as_of = {};  ///< when it was read from the market
};

/// Finds an asset's price in dollars on a board. Stable coins are priced like anything else.
///
/// The dollar is 1 and the real is 1 / (USD/BRL). Anything else goes through its own market on the exchange that
/// holds it, against the first of USD, USDT, USDC, FDUSD, BRL, BTC, ETH, BNB that has one and is itself priced.
/// A quote is priced in the same way, against those before it in that list; a stable coin also against BRL.
class PriceBook {
 public:
  explicit PriceBook(const PriceBoard& board);

  /// Nothing when there is no way to a price.
  std::optional<Price> find(std::string_view exchange, std::string_view asset);
  /// Whether the asset has a market on the exchange that jumped and is not believed.
  bool is_doubted(std::string_view exchange, std::string_view asset) const;

  const UsdBrl& usd_brl() const { return usd_brl_; }

 private:
  using Market = std::pair<std::string, std::string>;  // base, quote

  struct Markets {
    bool stale = false;
    Time as_of;
    std::set<std::string, std::less<>> doubted;  // bases
    std::map<Market, Decimal> last;
    std::unordered_map<std::string, std::optional<Price>> known;  // what was asked before
  };

  std::optional<Price> price_of(std::string_view exchange, Markets& markets, const std::string& asset);
  std::optional<Price> through(std::string_view exchange, Markets& markets, const std::string& asset,
                               std::string_view quote);
  Price brl() const;

  UsdBrl usd_brl_;
  std::map<std::string, Markets, std::less<>> exchanges_;
};

}  // namespace saldo::pricing
