#include "snapshot/run_log.h"

namespace saldo::snapshot {
namespace {

void write(Logger& log, Trigger trigger, std::string_view message, LogFields fields) {
  if (trigger == Trigger::manual)
    log.debug(message, fields);
  else
    log.info(message, fields);
}

bool has_left_the_total(EventKind kind) { return kind == EventKind::carrying_ended || kind == EventKind::price_lost; }

}  // namespace

void log_start(Logger& log, const Run& run, std::int64_t users) {
  write(log, run.trigger, "run started", {{"run", run.run_id}, {"slot", run.slot}, {"users", users}});
}

void log_end(Logger& log, const RunReport& report) {
  const Run& run = report.run;
  write(log, run.trigger, "run ended",
        {{"run", run.run_id},
         {"ending", name(run.ending)},
         {"complete", run.counts.users_complete},
         {"partial", run.counts.users_partial},
         {"failed", run.counts.users_failed},
         {"already_stored", run.counts.users_already_stored},
         {"requests", report.requests.sent}});
}

void log_events(Logger& log, const Snapshot& snapshot) {
  for (const SnapshotEvent& event : snapshot.events)
    if (has_left_the_total(event.kind))
      log.warning(
          name(event.kind),
          {{"user", snapshot.user_id}, {"exchange", event.exchange}, {"wallet", event.wallet}, {"asset", event.asset}});
}

}  // namespace saldo::snapshot
