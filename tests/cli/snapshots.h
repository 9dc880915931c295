#pragma once

#include <string>

#include "core/snapshot.h"
#include "support/decimals.h"

namespace saldo::cli {

inline Token priced(std::string asset, std::string_view amount, std::string_view price, std::string_view usd,
                    std::string_view brl) {
  Token token;
  token.balance = {.asset = std::move(asset), .free = test::decimal(amount), .locked = {}, .borrowed = {}};
  token.price_usd = test::decimal(price);
  token.price_path = "binance:" + token.balance.asset + "/USD";
  token.value_usd = test::decimal(usd);
  token.value_brl = test::decimal(brl);
  return token;
}

/// Ana's snapshot: one account, one wallet, 1.5 BTC.
inline Snapshot a_snapshot() {
  WalletSnapshot spot;
  spot.wallet = "spot";
  spot.as_of = test::kNoon;
  spot.tokens = {priced("BTC", "1.50000000", "1000", "1500.00000000", "7500.00000000")};
  AccountSnapshot account;
  account.exchange = "binance";
  account.exchange_name = "Binance";
  account.total_usd = test::decimal("1500.00");
  account.total_brl = test::decimal("7500.00");
  account.wallets = {spot};
  Snapshot snapshot;
  snapshot.user_id = "ana";
  snapshot.slot = {test::kNoon};
  snapshot.taken_at = test::kNoon + Milliseconds{17'000};
  snapshot.run_id = "run";
  snapshot.quality = 1;
  snapshot.total_usd = test::decimal("1500.00");
  snapshot.total_brl = test::decimal("7500.00");
  snapshot.usd_brl = {.rate = test::decimal("5.0000"), .source = "awesomeapi", .as_of = test::kNoon};
  snapshot.accounts = {account};
  return snapshot;
}

inline WalletSnapshot failed_wallet(std::string wallet, ErrorKind kind, std::string message) {
  WalletSnapshot failed;
  failed.wallet = std::move(wallet);
  failed.status = WalletStatus::failed;
  failed.error = Error{.kind = kind, .message = std::move(message), .until = {}};
  return failed;
}

/// The same with a second account whose wallet failed.
inline Snapshot a_partial_snapshot() {
  auto snapshot = a_snapshot();
  AccountSnapshot account;
  account.exchange = "kraken";
  account.label = "2";
  account.wallets = {failed_wallet("spot", ErrorKind::timeout, "no reply\x1b[2J in 30 s")};
  snapshot.accounts.push_back(account);
  snapshot.status = SnapshotStatus::partial;
  return snapshot;
}

}  // namespace saldo::cli
