#include "store/sqlite/prices.h"

#include <utility>

#include "store/sqlite/rate_columns.h"
#include "store/sqlite/tickers.h"
#include "store/store.h"

namespace saldo::store::sqlite {
namespace {

constexpr std::string_view kInsertBoard = R"sql(
INSERT OR REPLACE INTO price_boards (slot, usd_brl, usd_brl_source, usd_brl_as_of, usd_brl_stale)
VALUES (?, ?, ?, ?, ?))sql";

constexpr std::string_view kInsertExchange =
    "INSERT INTO exchange_prices (slot, position, exchange, as_of, stale, tickers) VALUES (?, ?, ?, ?, ?, ?)";

constexpr std::string_view kDeleteExchanges = "DELETE FROM exchange_prices WHERE slot = ?";

constexpr std::string_view kThin = R"sql(
DELETE FROM exchange_prices
WHERE slot < (SELECT min(slot) FROM (SELECT slot FROM price_boards ORDER BY slot DESC LIMIT ?)))sql";

constexpr std::string_view kBoard =
    "SELECT usd_brl, usd_brl_source, usd_brl_as_of, usd_brl_stale FROM price_boards WHERE slot = ?";

constexpr std::string_view kExchanges =
    "SELECT exchange, as_of, stale, tickers FROM exchange_prices WHERE slot = ? ORDER BY position";

constexpr std::string_view kLatestSlot = "SELECT slot FROM price_boards WHERE slot < ? ORDER BY slot DESC LIMIT 1";

}  // namespace

Prices::Prices(Connection& connection)
    : connection_(connection),
      insert_board_(connection, kInsertBoard),
      insert_exchange_(connection, kInsertExchange),
      delete_exchanges_(connection, kDeleteExchanges),
      thin_(connection, kThin),
      board_(connection, kBoard),
      exchanges_(connection, kExchanges),
      latest_slot_(connection, kLatestSlot) {}

Result<void> Prices::save(Slot slot, const PriceBoard& board) {
  Transaction transaction{connection_, Access::write};
  const auto& [rate, source, as_of, stale] = board.usd_brl;
  insert_board_.run(slot, rate, source, as_of, stale);
  delete_exchanges_.run(slot);
  std::int64_t position = 0;
  for (const auto& prices : board.exchanges)
    insert_exchange_.run(slot, position++, prices.exchange, prices.as_of, prices.stale, tickers_text(prices.tickers));
  thin_.run(static_cast<std::int64_t>(kFullBoards));
  return transaction.commit();
}

Result<std::optional<PriceBoard>> Prices::at(Slot slot) {
  Transaction transaction{connection_, Access::read};
  auto board = read(slot);
  if (auto done = transaction.commit(); !done) return fail(done.error());
  return board;
}

Result<std::optional<PriceBoard>> Prices::latest(Slot before) {
  Transaction transaction{connection_, Access::read};
  auto board = latest_slot(before).and_then([&](Slot slot) { return read(slot); });
  if (auto done = transaction.commit(); !done) return fail(done.error());
  return board;
}

std::optional<PriceBoard> Prices::read(Slot slot) {
  auto head = board_.rows(slot);
  if (!head.next()) return {};
  PriceBoard board{.usd_brl = take_usd_brl(head), .exchanges = {}};
  auto rows = exchanges_.rows(slot);
  while (rows.next()) board.exchanges.push_back(take_exchange(rows));
  return board;
}

std::optional<Slot> Prices::latest_slot(Slot before) {
  auto rows = latest_slot_.rows(before);
  if (!rows.next()) return {};
  return rows.slot();
}

ExchangePrices Prices::take_exchange(Rows& row) {
  ExchangePrices prices{.exchange = row.text(), .as_of = row.time(), .stale = row.boolean(), .tickers = {}};
  auto tickers = parse_tickers(row.text());
  if (!tickers) connection_.note_damage("a price board that cannot be read");
  prices.tickers = std::move(tickers).value_or(std::vector<Ticker>{});
  return prices;
}

}  // namespace saldo::store::sqlite
