#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "core/account.h"
#include "core/run.h"
#include "core/snapshot.h"
#include "pricing/price_book.h"

namespace saldo::snapshot {

/// What came of reading one account: its wallets, or why none of them could be read.
struct AccountOutcome {
  LinkedAccount account;
  Result<AccountReading> reading;
  std::vector<std::string> wallets;  ///< the names of those that should have been read
};

/// What all snapshots of a run have in common.
struct RunStamp {
  std::string run_id;
  Slot slot;
  Trigger trigger = Trigger::manual;
};

/// What came of a user: a snapshot, or nothing known at all, or a run that ended in the middle.
struct Interrupted {};
using UserOutcome = std::variant<Snapshot, UserFailure, Interrupted>;

/// Makes a user's snapshot of what was read, valued by the book. Pure: all of semantics B and F that concerns one user.
UserOutcome assemble(std::string user_id, std::vector<AccountOutcome> outcomes, Time taken_at, const RunStamp& stamp,
                     pricing::PriceBook& book);

}  // namespace saldo::snapshot
