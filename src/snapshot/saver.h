#pragma once

#include <optional>
#include <vector>

#include "core/clock.h"
#include "core/run.h"
#include "snapshot/store_access.h"

namespace saldo::snapshot {

struct SaveCounts {
  std::int64_t inserted = 0;
  std::int64_t improved = 0;
  std::int64_t kept = 0;
  std::int64_t dropped = 0;
};

/// Saves snapshots in batches: a transaction costs a disk flush, whatever is in it.
class Saver {
 public:
  static constexpr std::size_t kBatchMax = 256;
  static constexpr Milliseconds kBatchAgeMax{200};

  Saver(StoreAccess& store, Clock& clock, Slot slot) : store_(store), clock_(clock), slot_(slot) {}

  /// Takes the snapshot over. Returns when there is room for more, so that a slow store slows down those who read.
  Task<> add(Snapshot snapshot);
  /// The same for a user of whom nothing is known; the ledger gets it.
  Task<> add(UserFailure failure);
  /// What was learned about an account; saved with what comes next.
  void add(store::LearnedState learned) { learned_.push_back(std::move(learned)); }
  /// Whether something has waited for long enough.
  bool is_due() const;
  /// Saves what is left.
  Task<> flush();

  /// The first failure of the store. From then on nothing more is saved.
  const std::optional<Error>& failure() const { return failure_; }
  const SaveCounts& counts() const { return counts_; }

 private:
  Task<> save_all();
  Task<> save_snapshots();
  Task<> save_failures();
  Task<> save_learned();
  void count(const std::vector<store::SaveOutcome>& outcomes);

  StoreAccess& store_;
  Clock& clock_;
  Slot slot_;
  Turnstile turnstile_;
  std::vector<Snapshot> batch_;
  std::vector<UserFailure> failures_;
  std::vector<store::LearnedState> learned_;
  std::optional<Steady> began_;  // when the oldest unsaved thing came
  std::optional<Error> failure_;
  SaveCounts counts_;
};

}  // namespace saldo::snapshot
