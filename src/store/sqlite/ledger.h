#pragma once

#include <span>
#include <vector>

#include "core/run.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/statement.h"
#include "store/store.h"

namespace saldo::store::sqlite {

/// What was done when: runs, how slots ended, and users of whom nothing was known.
class Ledger {
 public:
  explicit Ledger(Connection& connection);

  Result<void> save_run(const Run& run);
  Result<std::vector<Run>> latest_runs(std::size_t limit);
  Result<void> save_user_failures(Slot slot, std::span<const UserFailure> failures);
  Result<std::vector<UserFailure>> user_failures(Slot slot);
  Result<void> settle_slot(const SlotEntry& entry);
  Result<std::vector<SlotEntry>> settled_slots(std::size_t limit);

 private:
  Connection& connection_;
  Statement save_run_;
  Statement latest_runs_;
  Statement save_user_failure_;
  Statement user_failures_;
  Statement settle_slot_;
  Statement settled_slots_;
};

}  // namespace saldo::store::sqlite
