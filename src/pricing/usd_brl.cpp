#include "pricing/usd_brl.h"

#include <array>

#include <fmt/format.h>

#include "pricing/awesomeapi.h"
#include "pricing/coinbase_rates.h"
#include "pricing/frankfurter.h"
#include "pricing/rate_kit.h"
#include "pricing/ratio.h"

namespace saldo::pricing {
namespace {

constexpr std::array kSources{&kAwesomeApi, &kCoinbaseRates, &kFrankfurter};

constexpr int kAgreePercent = 3;
constexpr int kConfirmPercent = 10;
constexpr std::chrono::days kStoredIsOldAfter{3};
constexpr std::chrono::days kQuoteIsOldAfter{5};
constexpr std::chrono::hours kQuoteAheadMax{24};  // a date without a time may lie ahead by a zone

struct Market {
  const ExchangePrices* exchange = nullptr;
  const Ticker* ticker = nullptr;
};

Market find_market(const PriceBoard& board, std::string_view base, std::string_view quote) {
  for (const auto& prices : board.exchanges)
    for (const auto& ticker : prices.tickers)
      if (!prices.stale && !ticker.doubted && ticker.base == base && ticker.quote == quote) return {&prices, &ticker};
  return {};
}

}  // namespace

std::span<const RateSource* const> rate_sources() { return kSources; }

std::optional<UsdBrl> rate_by_tether(const PriceBoard& board) {
  const auto brl = find_market(board, "USDT", "BRL");
  const auto usd = find_market(board, "USDT", "USD");
  if (brl.ticker == nullptr || usd.ticker == nullptr) return {};
  Arithmetic math;
  const auto rate = math.divide(brl.ticker->last, usd.ticker->last);
  if (!math.ok() || !is_plausible_rate(rate)) return {};
  return UsdBrl{.rate = rate,
                .source = fmt::format("{}:USDT/BRL / {}:USDT/USD", brl.exchange->exchange, usd.exchange->exchange),
                .as_of = std::min(brl.exchange->as_of, usd.exchange->as_of)};
}

bool agree(const Decimal& left, const Decimal& right) { return within_percent(left, right, kAgreePercent); }

bool needs_confirmation(const Decimal& rate, const std::optional<UsdBrl>& stored, Time now) {
  if (!stored || now - stored->as_of > kStoredIsOldAfter) return false;
  return !within_percent(rate, stored->rate, kConfirmPercent);
}

bool is_recent(const UsdBrl& rate, Time now) {
  return now - rate.as_of <= kQuoteIsOldAfter && rate.as_of - now <= kQuoteAheadMax;
}

}  // namespace saldo::pricing
