#include "store/sqlite/ledger.h"

#include <ranges>
#include <string>

namespace saldo::store::sqlite {
namespace {

constexpr std::string_view kSaveRun = R"sql(
INSERT OR REPLACE INTO runs (run_id, slot, asked_by, host, started_at, finished_at, ending,
  users_total, users_complete, users_partial, users_failed, users_already_stored, users_without_links,
  accounts_total, accounts_ok, accounts_failed, accounts_stale)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";

constexpr std::string_view kLatestRuns = R"sql(
SELECT run_id, slot, asked_by, host, started_at, finished_at, ending,
  users_total, users_complete, users_partial, users_failed, users_already_stored, users_without_links,
  accounts_total, accounts_ok, accounts_failed, accounts_stale
FROM runs ORDER BY started_at DESC, run_id LIMIT ?)sql";

constexpr std::string_view kSaveUserFailure =
    "INSERT OR REPLACE INTO user_failures (slot, user_id, kinds) VALUES (?, ?, ?)";

constexpr std::string_view kUserFailures = R"sql(
SELECT user_id, kinds FROM user_failures
WHERE slot = ? AND NOT EXISTS
  (SELECT 1 FROM snapshots WHERE snapshots.slot = user_failures.slot AND snapshots.user_id = user_failures.user_id)
ORDER BY user_id)sql";

constexpr std::string_view kSettleSlot = R"sql(
INSERT INTO slots (slot, last, done, reason, run_id) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET last = excluded.last, done = excluded.done, reason = excluded.reason, run_id = excluded.run_id
WHERE excluded.done OR NOT slots.done)sql";

constexpr std::string_view kSettledSlots =
    "SELECT slot, last, done, reason, run_id FROM slots ORDER BY slot DESC LIMIT ?";

RunCounts take_counts(Rows& row) {
  return {.users_total = row.integer(),
          .users_complete = row.integer(),
          .users_partial = row.integer(),
          .users_failed = row.integer(),
          .users_already_stored = row.integer(),
          .users_without_links = row.integer(),
          .accounts_total = row.integer(),
          .accounts_ok = row.integer(),
          .accounts_failed = row.integer(),
          .accounts_stale = row.integer()};
}

Run take_run(Rows& row) {
  return {.run_id = row.text(),
          .slot = row.slot(),
          .trigger = row.word(trigger),
          .host = row.text(),
          .started_at = row.time(),
          .finished_at = row.optional_time(),
          .ending = row.word(run_ending),
          .counts = take_counts(row)};
}

SlotEntry take_slot_entry(Rows& row) {
  return {.slot = row.slot(), .last = row.slot(), .done = row.boolean(), .reason = row.text(), .run_id = row.text()};
}

std::string joined(std::span<const ErrorKind> kinds) {
  std::string text;
  for (const auto kind : kinds) {
    if (!text.empty()) text += ',';
    text += name(kind);
  }
  return text;
}

std::vector<ErrorKind> split(std::string_view text) {
  std::vector<ErrorKind> kinds;
  if (text.empty()) return kinds;
  for (const auto part : std::views::split(text, ','))
    kinds.push_back(error_kind(std::string_view{part}).value_or(ErrorKind::internal));
  return kinds;
}

template <class Entry, class Take>
Result<std::vector<Entry>> read_latest(Connection& connection, Statement& statement, std::size_t limit, Take take) {
  std::vector<Entry> entries;
  Transaction transaction{connection, Access::read};
  {
    auto rows = statement.rows(static_cast<std::int64_t>(limit));
    while (rows.next()) entries.push_back(take(rows));
  }
  if (auto read = transaction.commit(); !read) return fail(read.error());
  return entries;
}

}  // namespace

Ledger::Ledger(Connection& connection)
    : connection_(connection),
      save_run_(connection, kSaveRun),
      latest_runs_(connection, kLatestRuns),
      save_user_failure_(connection, kSaveUserFailure),
      user_failures_(connection, kUserFailures),
      settle_slot_(connection, kSettleSlot),
      settled_slots_(connection, kSettledSlots) {}

Result<void> Ledger::save_run(const Run& run) {
  Transaction transaction{connection_, Access::write};
  const auto& counts = run.counts;
  save_run_.run(run.run_id, run.slot, name(run.trigger), run.host, run.started_at, run.finished_at, name(run.ending),
                counts.users_total, counts.users_complete, counts.users_partial, counts.users_failed,
                counts.users_already_stored, counts.users_without_links, counts.accounts_total, counts.accounts_ok,
                counts.accounts_failed, counts.accounts_stale);
  return transaction.commit();
}

Result<std::vector<Run>> Ledger::latest_runs(std::size_t limit) {
  return read_latest<Run>(connection_, latest_runs_, limit, take_run);
}

Result<void> Ledger::save_user_failures(Slot slot, std::span<const UserFailure> failures) {
  Transaction transaction{connection_, Access::write};
  for (const auto& failure : failures) save_user_failure_.run(slot, failure.user_id, joined(failure.kinds));
  return transaction.commit();
}

Result<std::vector<UserFailure>> Ledger::user_failures(Slot slot) {
  std::vector<UserFailure> failures;
  Transaction transaction{connection_, Access::read};
  {
    auto rows = user_failures_.rows(slot);
    while (rows.next()) failures.push_back({.user_id = rows.text(), .kinds = split(rows.text())});
  }
  if (auto read = transaction.commit(); !read) return fail(read.error());
  return failures;
}

Result<void> Ledger::settle_slot(const SlotEntry& entry) {
  Transaction transaction{connection_, Access::write};
  settle_slot_.run(entry.slot, entry.last, entry.done, entry.reason, entry.run_id);
  return transaction.commit();
}

Result<std::vector<SlotEntry>> Ledger::settled_slots(std::size_t limit) {
  return read_latest<SlotEntry>(connection_, settled_slots_, limit, take_slot_entry);
}

}  // namespace saldo::store::sqlite
