#pragma once

#include <optional>

#include "core/price.h"
#include "core/slot.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/statement.h"

namespace saldo::store::sqlite {

/// The price boards of slots.
class Prices {
 public:
  explicit Prices(Connection& connection);

  Result<void> save(Slot slot, const PriceBoard& board);
  Result<std::optional<PriceBoard>> at(Slot slot);
  Result<std::optional<PriceBoard>> latest(Slot before);

 private:
  std::optional<PriceBoard> read(Slot slot);
  std::optional<Slot> latest_slot(Slot before);
  ExchangePrices take_exchange(Rows& row);

  Connection& connection_;
  Statement insert_board_;
  Statement insert_exchange_;
  Statement delete_exchanges_;
  Statement thin_;
  Statement board_;
  Statement exchanges_;
  Statement latest_slot_;
};

}  // namespace saldo::store::sqlite
