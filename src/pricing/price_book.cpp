#include "pricing/price_book.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/check.h"

namespace saldo::pricing {
namespace {

struct Quote {
  std::string_view asset;
  bool is_stable_coin = false;
};

// In the order of preference: the dollar, its coins, the real, then the deepest coin markets.
constexpr std::array kQuotes{Quote{"USD"}, Quote{"USDT", true}, Quote{"USDC", true}, Quote{"FDUSD", true},
                             Quote{"BRL"}, Quote{"BTC"},        Quote{"ETH"},        Quote{"BNB"}};

/// How many of kQuotes, from the front, may price `asset`.
std::size_t rank(std::string_view asset) {
  const auto found = std::ranges::find(kQuotes, asset, &Quote::asset);
  return static_cast<std::size_t>(found - kQuotes.begin());
}

bool may_price(std::size_t quote, std::size_t asset_rank) {
  if (quote < asset_rank) return true;
  const bool asset_is_stable_coin = asset_rank < kQuotes.size() && kQuotes[asset_rank].is_stable_coin;
  return asset_is_stable_coin && kQuotes[quote].asset == "BRL";
}

}  // namespace

PriceBook::PriceBook(const PriceBoard& board) : usd_brl_(board.usd_brl) {
  for (const auto& prices : board.exchanges) {
    auto& markets = exchanges_[prices.exchange];
    markets.stale = prices.stale;
    markets.as_of = prices.as_of;
    for (const auto& ticker : prices.tickers) {
      if (ticker.doubted)
        markets.doubted.insert(ticker.base);
      else
        markets.last[{ticker.base, ticker.quote}] = ticker.last;
    }
  }
}

std::optional<Price> PriceBook::find(std::string_view exchange, std::string_view asset) {
  if (asset == "USD") return Price{.usd = Decimal::from_integer(1), .path = "USD"};
  if (asset == "BRL") return brl();
  const auto found = exchanges_.find(exchange);
  if (found == exchanges_.end()) return {};
  return price_of(exchange, found->second, std::string{asset});
}

bool PriceBook::is_doubted(std::string_view exchange, std::string_view asset) const {
  const auto found = exchanges_.find(exchange);
  return found != exchanges_.end() && found->second.doubted.contains(asset);
}

Price PriceBook::brl() const {
  Arithmetic math;
  const auto usd = math.divide(Decimal::from_integer(1), usd_brl_.rate);
  check(math.ok(), "a USD/BRL rate of zero got onto the board");
  return {.usd = usd,
          .path = fmt::format("1 / {}:USD/BRL", usd_brl_.source),
          .stale = usd_brl_.stale,
          .as_of = usd_brl_.as_of};
}

std::optional<Price> PriceBook::price_of(std::string_view exchange, Markets& markets, const std::string& asset) {
  if (asset == "USD" || asset == "BRL") return find(exchange, asset);
  if (const auto known = markets.known.find(asset); known != markets.known.end()) return known->second;
  std::optional<Price> price;
  const auto asset_rank = rank(asset);
  for (std::size_t quote = 0; quote < kQuotes.size() && !price; ++quote)
    if (may_price(quote, asset_rank)) price = through(exchange, markets, asset, kQuotes[quote].asset);
  markets.known[asset] = price;
  return price;
}

std::optional<Price> PriceBook::through(std::string_view exchange, Markets& markets, const std::string& asset,
                                        std::string_view quote) {
  const auto market = markets.last.find({asset, std::string{quote}});
  if (market == markets.last.end() || market->second.is_zero() || market->second.is_negative()) return {};
  const auto quote_price = price_of(exchange, markets, std::string{quote});
  if (!quote_price) return {};
  Arithmetic math;
  // Divided by the rate rather than multiplied by 1 / rate: one rounding instead of two.
  Price price{.usd = quote == "BRL" ? math.divide(market->second, usd_brl_.rate)
                                    : math.multiply(market->second, quote_price->usd),
              .path = fmt::format("{}:{}/{}", exchange, asset, quote),
              .stale = markets.stale || quote_price->stale,
              .as_of = markets.as_of};
  // "1 / awesomeapi:USD/BRL" reads better as a division of what stands before it.
  if (quote == "BRL")
    price.path += quote_price->path.substr(1);
  else if (quote != "USD")
    price.path += " * " + quote_price->path;
  if (!math.ok()) return {};
  return price;
}

}  // namespace saldo::pricing
