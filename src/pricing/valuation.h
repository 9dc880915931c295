#pragma once

#include "core/snapshot.h"
#include "pricing/last_prices.h"
#include "pricing/price_book.h"

namespace saldo::pricing {

/// A sum in both currencies, unrounded.
struct Value {
  Decimal usd;
  Decimal brl;
};

/// Turns a balance into a token with its price and value; `sum` grows by the unrounded value. A token without a price,
/// or worth more than all the money there is, is left unpriced and adds nothing.
Token value_token(const Balance& balance, const std::optional<Price>& price, const Decimal& usd_brl, Value& sum);

/// Values every account and sets the totals, each rounded once, half even, to two places (semantics V1). A price that
/// the book lacks is taken from the last ones, with an event where that has come to an end or the market is doubted.
void value_snapshot(Snapshot& snapshot, PriceBook& book, const LastPrices& last = {});

}  // namespace saldo::pricing
