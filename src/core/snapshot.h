#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/balance.h"
#include "core/price.h"
#include "core/slot.h"

namespace saldo {

enum class SnapshotStatus { complete, partial };

/// Who asked for a run.
enum class Trigger { manual, schedule, catch_up };

/// A balance with its value. Without a price it adds nothing to any total and is listed as unpriced.
struct Token {
  Balance balance;
  std::optional<Decimal> price_usd;
  std::string price_path;  ///< "binance:PEPE/USDT * binance:USDT/BRL / awesomeapi:USD/BRL"
  bool price_stale = false;
  std::optional<Time> price_as_of;   ///< when the price was read; of a stale one the first time
  std::optional<Decimal> value_usd;  ///< rounded to 8 places
  std::optional<Decimal> value_brl;
};

struct WalletSnapshot {
  std::string wallet;
  WalletStatus status = WalletStatus::ok;
  std::optional<Time> as_of;  ///< when these amounts were read; empty when they never were
  std::optional<Error> error;
  std::vector<Token> tokens;
  std::vector<OddRow> odd_rows;
};

struct AccountSnapshot {
  std::string exchange;
  std::string label;
  std::string exchange_name;
  std::string exchange_ref;
  std::string key_fingerprint;  ///< of the key that it was read with: another key is another life (semantics U2)
  Decimal total_usd;            ///< two places, from unrounded parts
  Decimal total_brl;
  std::vector<WalletSnapshot> wallets;
};

/// Something that a reader of the history should know, beside what failed.
enum class EventKind {
  carrying_ended,  ///< a wallet's last good amounts have grown too old and left the total (semantics C2)
  price_lost,      ///< a token's last known price has grown too old and left the total (semantics V2)
  price_doubted,   ///< a token's market jumped and nothing confirms it; its last known price stands in (semantics V3)
  row_not_read,    ///< a row of a wallet could not be understood, and what it holds is not in the total (semantics B2)
  wallet_absent,   ///< a wallet answered for the first time that it was never opened (semantics B3)
};

struct SnapshotEvent {
  EventKind kind{};
  std::string exchange;
  std::string label;
  std::string wallet;
  std::string asset;  ///< empty where the whole wallet is meant

  bool operator==(const SnapshotEvent&) const = default;
};

/// Everything known of a user at a slot, with all that is needed to redo the sum.
struct Snapshot {
  std::string user_id;
  Slot slot;
  Time taken_at;
  std::string run_id;
  Trigger trigger = Trigger::manual;
  SnapshotStatus status = SnapshotStatus::complete;
  int quality = 0;  ///< number of wallets read fresh
  Decimal total_usd;
  Decimal total_brl;
  UsdBrl usd_brl;
  std::vector<AccountSnapshot> accounts;
  std::vector<SnapshotEvent> events;
};

/// A wallet that could not be read, for people: "kraken spot: timeout".
struct Failure {
  std::string exchange;
  std::string label;
  std::string wallet;
  Error error;
  std::optional<Time> carried_from = {};  ///< its amounts of then stand in for it; empty: it is not in the total
};

/// A token that nobody could price.
struct Unpriced {
  std::string exchange;
  std::string label;
  std::string symbol;
  Decimal amount;
};

std::vector<Failure> failures(const Snapshot& snapshot);
std::vector<Unpriced> unpriced(const Snapshot& snapshot);
/// At least one wallet of the account counts in its total.
bool counts(const AccountSnapshot& account);
/// Something in the account's total was carried from an earlier reading.
bool is_stale(const AccountSnapshot& account);

std::string_view name(SnapshotStatus status);
std::optional<SnapshotStatus> snapshot_status(std::string_view name);
std::string_view name(EventKind kind);
std::optional<EventKind> event_kind(std::string_view name);
std::string_view name(Trigger trigger);
std::optional<Trigger> trigger(std::string_view name);

}  // namespace saldo
