#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/snapshot.h"

namespace saldo {

enum class RunEnding { running, done, stopped, failed };

struct RunCounts {
  std::int64_t users_total = 0;
  std::int64_t users_complete = 0;
  std::int64_t users_partial = 0;
  std::int64_t users_failed = 0;
  std::int64_t users_already_stored = 0;
  std::int64_t users_without_links = 0;
  std::int64_t accounts_total = 0;
  std::int64_t accounts_ok = 0;
  std::int64_t accounts_failed = 0;
  std::int64_t accounts_stale = 0;
};

/// A run's row in the ledger: one pass over users for a slot.
struct Run {
  std::string run_id;
  Slot slot;
  Trigger trigger = Trigger::manual;
  std::string host;
  Time started_at;
  std::optional<Time> finished_at;
  RunEnding ending = RunEnding::running;
  RunCounts counts;
};

/// A user of whom nothing was known in a slot: no snapshot is stored, only this.
struct UserFailure {
  std::string user_id;
  std::vector<ErrorKind> kinds;
};

std::string_view name(RunEnding ending);
std::optional<RunEnding> run_ending(std::string_view name);

}  // namespace saldo
