#pragma once

#include <optional>
#include <string>
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
  std::string key_fingerprint;  ///< of the key that was used; empty when it could not be decrypted
  Result<AccountReading> reading;
  bool was_asked = false;            ///< the exchange was asked, so that there is something to learn
  std::vector<std::string> wallets;  ///< the names of those that should have been read, the main one first
};

/// What all snapshots of a run have in common.
struct RunStamp {
  std::string run_id;
  Slot slot;
  Trigger trigger = Trigger::manual;
  Milliseconds carry_limit{0};  ///< SALDO_CARRY_DAYS
};

/// What came of a user: a snapshot, or nothing known at all, or a run that ended in the middle.
struct Interrupted {};
using UserOutcome = std::variant<Snapshot, UserFailure, Interrupted>;

/// Makes a user's snapshot of what was read, valued by the book; what is missing is carried from the previous snapshot.
/// Pure: all of semantics B, C and F that concerns one user.
UserOutcome assemble(std::string user_id, const std::vector<AccountOutcome>& outcomes, Time taken_at,
                     const RunStamp& stamp, pricing::PriceBook& book, const std::optional<Snapshot>& previous);

/// Whether the outcome may come out better with the previous snapshot at hand: a wallet is missing, or a price.
bool wants_previous(const UserOutcome& outcome);

}  // namespace saldo::snapshot
