#include "snapshot/prices.h"

#include <algorithm>

#include <fmt/format.h>

#include "exchange/registry.h"
#include "pricing/doubt.h"
#include "snapshot/rate.h"

namespace saldo::snapshot {
namespace {

using Earlier = std::optional<PriceBoard>;

const ExchangePrices* find_prices(const PriceBoard& board, std::string_view exchange) {
  const auto found = std::ranges::find(board.exchanges, exchange, &ExchangePrices::exchange);
  return found == board.exchanges.end() ? nullptr : &*found;
}

Task<Result<ExchangePrices>> obtain_tickers(const exchange::Exchange& exchange, const Earlier& earlier,
                                            driver::Driver& driver, Clock& clock, Logger& log) {
  auto tickers = co_await driver.converse(exchange.peer, driver::Party{}, exchange.tickers());
  if (tickers && tickers->empty()) tickers = fail(ErrorKind::bad_response, "the exchange sent no usable price");
  const auto* stored = earlier ? find_prices(*earlier, exchange.id()) : nullptr;
  if (tickers) {
    ExchangePrices prices{.exchange = std::string{exchange.id()}, .as_of = clock.now(), .tickers = std::move(*tickers)};
    if (stored != nullptr) pricing::doubt_jumps(prices, *stored);
    co_return prices;
  }
  if (tickers.error().kind == ErrorKind::stopped) co_return fail(tickers.error());
  log.warning("prices could not be read", {{"exchange", exchange.id()}, {"error", tickers.error()}});
  if (stored == nullptr || stored->tickers.empty())
    co_return fail(ErrorKind::no_price_source,
                   fmt::format("no prices of {}, and none stored: {}", exchange.name, tickers.error().message));
  ExchangePrices last_known = *stored;
  last_known.stale = true;
  co_return last_known;
}

/// Adds to the board what it lacks. Gives whether it grew.
Task<Result<bool>> complete(PriceBoard& board, const std::vector<std::string>& exchanges, const Earlier& earlier,
                            driver::Driver& driver, Clock& clock, Logger& log) {
  bool grew = false;
  for (const auto& id : exchanges) {
    const auto* exchange = exchange::find(id);
    if (exchange == nullptr || find_prices(board, id) != nullptr) continue;
    auto prices = co_await obtain_tickers(*exchange, earlier, driver, clock, log);
    if (!prices) co_return fail(prices.error());
    board.exchanges.push_back(std::move(*prices));
    grew = true;
  }
  if (!board.usd_brl.rate.is_zero()) co_return grew;
  const auto stored = earlier.transform([](const PriceBoard& each) { return each.usd_brl; });
  auto rate = co_await obtain_rate(board, stored, driver, clock, log);
  if (!rate) co_return fail(rate.error());
  board.usd_brl = std::move(*rate);
  co_return true;
}

}  // namespace

Task<Result<PriceBoard>> obtain_prices(Slot slot, std::vector<std::string> exchanges, bool keep, StoreAccess& store,
                                       driver::Driver& driver, Clock& clock, Logger& log) {
  const auto stored = co_await store.run([slot](store::Store& s) { return s.prices(slot); });
  if (!stored) co_return fail(stored.error());
  const auto earlier = co_await store.run([slot](store::Store& s) { return s.latest_prices(slot); });
  if (!earlier) co_return fail(earlier.error());
  PriceBoard board = stored->value_or(PriceBoard{});
  const auto grew = co_await complete(board, exchanges, *earlier, driver, clock, log);
  if (!grew) co_return fail(grew.error());
  if (*grew && keep) {
    const auto saved = co_await store.run([slot, &board](store::Store& s) { return s.save_prices(slot, board); });
    if (!saved) co_return fail(saved.error());
  }
  co_return board;
}

}  // namespace saldo::snapshot
