#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/decimal.h"
#include "core/result.h"

namespace saldo {

/// What an account holds of one asset in one wallet. `asset` is the standard symbol after the exchange's own names
/// were mapped; it may be any text, for exchanges list names like "123".
struct Balance {
  std::string asset;
  Decimal free;
  Decimal locked;        ///< in orders, frozen, being withdrawn
  Decimal borrowed;      ///< owed, interest included
  bool inexact = false;  ///< the exchange sent more than 34 digits; amounts are rounded

  /// free + locked - borrowed; may be negative.
  Decimal total() const;
};

/// A row of a reply that could not be understood. Kept as it came, so that nothing is lost silently.
struct OddRow {
  std::string text;
  std::string reason;
};

enum class WalletStatus { ok, carried, not_enabled, failed };

/// One wallet of an account as the exchange answered: its balances, or why there are none.
/// An empty list with status ok means "really empty".
struct WalletReading {
  std::string wallet;  ///< "spot", "funding", "earn", "margin", "futures", ...
  std::vector<Balance> balances;
  std::vector<OddRow> odd_rows;
  std::optional<Error> error;
};

/// An account as one conversation with its exchange found it.
struct AccountReading {
  std::vector<WalletReading> wallets;
};

std::string_view name(WalletStatus status);
std::optional<WalletStatus> wallet_status(std::string_view name);

}  // namespace saldo
