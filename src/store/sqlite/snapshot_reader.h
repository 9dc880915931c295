#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/snapshot.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/statement.h"

namespace saldo::store::sqlite {

/// Reads snapshots back, each as it was saved.
class SnapshotReader {
 public:
  explicit SnapshotReader(Connection& connection);

  Result<std::optional<Snapshot>> at(std::string_view user_id, Slot slot);
  Result<std::optional<Snapshot>> latest(std::string_view user_id, Slot before);

 private:
  std::optional<Slot> latest_slot(std::string_view user_id, Slot before);
  std::optional<Snapshot> read(std::string_view user_id, Slot slot);
  void read_accounts(Snapshot& snapshot);
  void read_wallets(Snapshot& snapshot);
  void read_tokens(Snapshot& snapshot);
  void read_odd_rows(Snapshot& snapshot);
  void read_events(Snapshot& snapshot);
  /// The part that a row's numbers point at; nothing, and damage noted, when there is none.
  AccountSnapshot* account_of(Snapshot& snapshot, Rows& row);
  WalletSnapshot* wallet_of(Snapshot& snapshot, Rows& row);

  Connection& connection_;
  Statement head_;
  Statement latest_slot_;
  Statement accounts_;
  Statement wallets_;
  Statement tokens_;
  Statement odd_rows_;
  Statement events_;
};

}  // namespace saldo::store::sqlite
