#pragma once

#include <vector>

#include "core/snapshot.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/statement.h"
#include "store/store.h"

namespace saldo::store::sqlite {

/// Writes snapshots into their tables, each at most once per (slot, user).
class SnapshotWriter {
 public:
  explicit SnapshotWriter(Connection& connection);

  Result<std::vector<SaveOutcome>> save(std::span<const Snapshot> snapshots);

 private:
  SaveOutcome save_one(const Snapshot& snapshot);
  SaveOutcome improve(const Snapshot& snapshot);
  bool is_linked(const std::string& user_id);
  bool insert_head(const Snapshot& snapshot);
  void insert_parts(const Snapshot& snapshot);
  void insert_wallets(const Snapshot& snapshot, std::size_t account);
  void insert_wallet(const Snapshot& snapshot, std::size_t account, std::size_t wallet);
  void remove(const Snapshot& snapshot);

  Connection& connection_;
  Statement any_account_;
  Statement stored_quality_;
  Statement insert_head_;
  Statement insert_account_;
  Statement insert_wallet_;
  Statement insert_token_;
  Statement insert_odd_row_;
  Statement insert_event_;
  std::vector<Statement> removals_;
};

}  // namespace saldo::store::sqlite
