#pragma once

#include <cstdint>

#include "core/log.h"
#include "snapshot/report.h"

namespace saldo::snapshot {

// What a run says in the log. Whoever started one by hand sees what comes of it, so that there it is for debugging
// only.

void log_start(Logger& log, const Run& run, std::int64_t users);
void log_end(Logger& log, const RunReport& report);

/// What has left the user's total is a warning; the rest of the events is in the snapshot for whoever looks.
void log_events(Logger& log, const Snapshot& snapshot);

}  // namespace saldo::snapshot
