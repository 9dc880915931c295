#pragma once

#include <string>
#include <string_view>

#include "core/balance.h"
#include "wire/json.h"

namespace saldo::exchange {

/// One row of a list of balances. Reading never fails; the first field that could not be read is remembered, and the
/// row then counts as odd.
class Row {
 public:
  explicit Row(wire::JsonValue value) : value_(value) {}

  std::string text(std::string_view key);
  /// An amount: a decimal of plausible size, sent as text or as number.
  Decimal amount(std::string_view key);

  bool inexact() const { return inexact_; }
  /// Why the row cannot be used; empty when it can.
  const std::string& problem() const { return problem_; }
  OddRow as_odd() const;

 private:
  wire::JsonValue value_;
  std::string problem_;
  bool inexact_ = false;
};

/// No asset has an amount of 10^31 or more, or one below 10^-40: such a number is a mistake or an attack.
inline constexpr int kAmountMagnitudeMax = 30;
inline constexpr int kAmountMagnitudeMin = -40;

/// Whether an amount or a price is of a size that any asset could have.
bool is_plausible(const Decimal& number);

/// So many odd rows of a wallet are kept; of the rest only their number.
inline constexpr std::size_t kOddRowsMax = 100;

/// Keeps the row for people to look at.
void keep_odd_row(WalletReading& reading, const Row& row);

/// Makes a wallet of the rows: `read` turns a Row into a Balance. Balances of zero are left out, odd rows are kept
/// as raw text and fail nothing (semantics B2).
template <class Read>
WalletReading read_wallet(std::string_view wallet, const wire::JsonArray& rows, Read read) {
  WalletReading reading{.wallet = std::string{wallet}};
  for (const wire::JsonValue value : rows) {
    Row row{value};
    Balance balance = read(row);
    balance.inexact = row.inexact();
    if (!row.problem().empty())
      keep_odd_row(reading, row);
    else if (!(balance.free.is_zero() && balance.locked.is_zero() && balance.borrowed.is_zero()))
      reading.balances.push_back(std::move(balance));
  }
  return reading;
}

inline WalletReading failed_wallet(std::string_view wallet, Error error) {
  return {.wallet = std::string{wallet}, .error = std::move(error)};
}

}  // namespace saldo::exchange
