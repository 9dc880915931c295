#include "store/sqlite/sqlite_store.h"

#include <string>
#include <utility>

#include "store/sqlite/accounts.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/file.h"
#include "store/sqlite/history.h"
#include "store/sqlite/ledger.h"
#include "store/sqlite/notes.h"
#include "store/sqlite/prices.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/snapshot_reader.h"
#include "store/sqlite/snapshot_writer.h"
#include "store/sqlite/users.h"

namespace saldo::store {
namespace {

using namespace sqlite;

/// Hands each call to the part that owns the tables.
class SqliteStore final : public Store {
 public:
  explicit SqliteStore(std::unique_ptr<Connection> connection)
      : connection_(std::move(connection)),
        accounts_(*connection_),
        writer_(*connection_),
        reader_(*connection_),
        prices_(*connection_),
        ledger_(*connection_),
        notes_(*connection_) {}

  Result<std::unique_ptr<UserStream>> active_users(const UserQuery& query) override {
    return stream_active_users(*connection_, query);
  }
  Result<std::int64_t> count_active_users(const UserQuery& query) override {
    return sqlite::count_active_users(*connection_, query);
  }
  Result<std::vector<std::string>> exchanges_in_use() override { return sqlite::exchanges_in_use(*connection_); }

  Result<std::vector<SaveOutcome>> save(std::span<const Snapshot> snapshots) override {
    return writer_.save(snapshots);
  }
  Result<std::optional<Snapshot>> snapshot(std::string_view user_id, Slot slot) override {
    return reader_.at(user_id, slot);
  }
  Result<std::optional<Snapshot>> latest_snapshot(std::string_view user_id, Slot before) override {
    return reader_.latest(user_id, before);
  }
  Result<std::vector<HistoryEntry>> history(const HistoryQuery& query) override {
    return read_history(*connection_, query);
  }

  Result<void> save_prices(Slot slot, const PriceBoard& board) override { return prices_.save(slot, board); }
  Result<std::optional<PriceBoard>> prices(Slot slot) override { return prices_.at(slot); }
  Result<std::optional<PriceBoard>> latest_prices(Slot before) override { return prices_.latest(before); }

  Result<void> save_run(const Run& run) override { return ledger_.save_run(run); }
  Result<std::vector<Run>> latest_runs(std::size_t limit) override { return ledger_.latest_runs(limit); }
  Result<void> save_user_failures(Slot slot, std::span<const UserFailure> failures) override {
    return ledger_.save_user_failures(slot, failures);
  }
  Result<std::vector<UserFailure>> user_failures(Slot slot) override { return ledger_.user_failures(slot); }
  Result<void> settle_slot(const SlotEntry& entry) override { return ledger_.settle_slot(entry); }
  Result<std::vector<SlotEntry>> settled_slots(std::size_t limit) override { return ledger_.settled_slots(limit); }

  Result<void> link_accounts(std::span<const AccountKey> accounts) override { return accounts_.link(accounts); }
  Result<bool> unlink_account(const AccountId& id) override { return accounts_.unlink(id); }
  Result<std::vector<AccountEntry>> accounts(const std::optional<AccountId>& after, std::size_t limit) override {
    return accounts_.page(after, limit);
  }
  Result<void> save_account_states(std::span<const LearnedState> states) override {
    return accounts_.save_states(states);
  }

  Result<std::optional<std::string>> note(std::string_view name) override { return notes_.read(name); }
  Result<void> save_note(std::string_view name, std::string_view text) override { return notes_.save(name, text); }

 private:
  std::unique_ptr<Connection> connection_;
  Accounts accounts_;
  SnapshotWriter writer_;
  SnapshotReader reader_;
  Prices prices_;
  Ledger ledger_;
  Notes notes_;
};

/// A rollback journal, for the write-ahead log's reset bug of SQLite 3.40 (Debian 12) cannot touch it. EXTRA, for with
/// FULL a power cut may bring back the journal of a commit that was already reported as done: SQLite syncs the folder
/// after the journal's removal only with EXTRA. Temporary data stays in memory: it tells what people own.
void configure(Connection& connection) {
  connection.execute("PRAGMA journal_mode = DELETE");
  connection.execute("PRAGMA synchronous = EXTRA");
  connection.execute("PRAGMA temp_store = MEMORY");
  connection.execute("PRAGMA trusted_schema = OFF");
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& path, const SqliteOptions& options) {
  // An absolute path, for SQLite reads meanings into some others (":memory:").
  const auto file = std::filesystem::absolute(path);
  if (auto made = ensure_private_file(file); !made) return fail(made.error());
  auto connection = Connection::open(file, options.busy_timeout);
  if (!connection) return fail(connection.error());
  if (auto current = migrate(**connection, schema_steps()); !current) return fail(current.error());
  configure(**connection);
  auto& opened = **connection;
  auto store = std::make_unique<SqliteStore>(*std::move(connection));
  if (auto prepared = opened.take_failure(); !prepared) return fail(prepared.error());
  return store;
}

}  // namespace saldo::store
