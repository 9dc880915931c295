#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/log.h"
#include "core/random.h"
#include "driver/driver.h"
#include "snapshot/report.h"
#include "snapshot/store_access.h"
#include "store/keyring.h"

namespace saldo::snapshot {

/// What a run is to do.
struct RunRequest {
  Slot slot;
  Trigger trigger = Trigger::manual;
  std::vector<std::string> user_ids;  ///< empty: all
  std::string exchange;               ///< only this one; empty: all. Such a run must not be kept (semantics S3)
  bool keep = true;                   ///< store what is found; false: a dry run
  Milliseconds carry_limit{0};        ///< SALDO_CARRY_DAYS
  bool settles_slot = false;          ///< the slot is a nominal one, and this run goes over all users
  std::string host;
};

struct Progress {
  std::int64_t users_done = 0;
  std::int64_t users_total = 0;
};

/// Who wants to know while a run is on. Both may be empty.
struct RunObserver {
  std::function<void(const Snapshot&)> snapshot;  ///< each one, before it is saved
  std::function<void(const Progress&)> progress;  ///< after each user
};

/// What the engine works with. All of it outlives the engine.
struct Surroundings {
  StoreAccess& store;
  driver::Driver& driver;
  const store::Keyring& keyring;
  Clock& clock;
  Random& random;
  Stop& stop;
  Logger& log;
};

/// Takes snapshots: users as a stream, the accounts of each side by side, values, saves in batches. Users whose
/// snapshot of the slot is complete are skipped, so a run that was cut off goes on where it was.
/// Fails, before anything is written, with configuration when the ENCRYPTION_KEY fits hardly any account, and with
/// no_price_source; later failures end up in the report.
Task<Result<RunReport>> take_snapshots(RunRequest request, Surroundings surroundings, RunObserver observer);

}  // namespace saldo::snapshot
