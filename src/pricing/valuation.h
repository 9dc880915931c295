#pragma once

#include <vector>

#include "core/snapshot.h"
#include "pricing/price_book.h"

namespace saldo::pricing {

/// A sum in both currencies, unrounded.
struct Value {
  Decimal usd;
  Decimal brl;
};

/// Turns a balance into a token with its price and value; `sum` grows by the unrounded value. A token without a price,
/// or worth more than all the money there is, is left unpriced and adds nothing.
Token value_token(const Balance& balance, std::string_view exchange, PriceBook& book, Value& sum);

/// Values the account's wallets that count and sets the totals of the account; `sum` grows by them, unrounded.
void value_account(AccountSnapshot& account, PriceBook& book, Value& sum);

/// Values every account and sets the snapshot's totals, each rounded once, half even, to two places (semantics V1).
void value_snapshot(Snapshot& snapshot, PriceBook& book);

}  // namespace saldo::pricing
