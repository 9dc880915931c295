#include "store/sqlite/schema.h"

#include <array>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "core/check.h"
#include "store/sqlite/statement.h"

namespace saldo::store::sqlite {
namespace {

// Amounts are text exactly as Decimal::text() gives it, times are milliseconds of Unix time. What belongs to a
// snapshot is found by its key and numbered in the order in which it stands there.
constexpr std::string_view kVersion1 = R"sql(
CREATE TABLE accounts (
  user_id TEXT NOT NULL, exchange TEXT NOT NULL, label TEXT NOT NULL,
  api_key TEXT NOT NULL, api_secret TEXT NOT NULL, passphrase TEXT NOT NULL,  -- Fernet tokens
  uid TEXT NOT NULL, fingerprint TEXT NOT NULL,
  is_active INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  -- What saldo has learned with this key.
  host TEXT NOT NULL DEFAULT '', mode TEXT NOT NULL DEFAULT '',
  last_nonce INTEGER NOT NULL DEFAULT 0,
  failures_in_a_row INTEGER NOT NULL DEFAULT 0, last_failure TEXT, tried_at INTEGER,
  PRIMARY KEY (user_id, exchange, label)
) STRICT, WITHOUT ROWID;
CREATE INDEX active_users ON accounts (user_id) WHERE is_active;

CREATE TABLE snapshots (
  slot INTEGER NOT NULL, user_id TEXT NOT NULL,
  taken_at INTEGER NOT NULL, run_id TEXT NOT NULL, asked_by TEXT NOT NULL,
  status TEXT NOT NULL, quality INTEGER NOT NULL,
  total_usd TEXT NOT NULL, total_brl TEXT NOT NULL,
  usd_brl TEXT NOT NULL, usd_brl_source TEXT NOT NULL, usd_brl_as_of INTEGER NOT NULL, usd_brl_stale INTEGER NOT NULL,
  why TEXT NOT NULL,  -- what makes it partial, in short
  PRIMARY KEY (slot, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX history ON snapshots (user_id, slot);

CREATE TABLE snapshot_accounts (
  slot INTEGER NOT NULL, user_id TEXT NOT NULL, account INTEGER NOT NULL,
  exchange TEXT NOT NULL, label TEXT NOT NULL, exchange_name TEXT NOT NULL, exchange_ref TEXT NOT NULL,
  key_fingerprint TEXT NOT NULL,
  total_usd TEXT NOT NULL, total_brl TEXT NOT NULL,
  PRIMARY KEY (slot, user_id, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_wallets (
  slot INTEGER NOT NULL, user_id TEXT NOT NULL, account INTEGER NOT NULL, wallet INTEGER NOT NULL,
  name TEXT NOT NULL, status TEXT NOT NULL, as_of INTEGER,
  error_kind TEXT, error_message TEXT, error_until INTEGER,
  PRIMARY KEY (slot, user_id, account, wallet)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_tokens (
  slot INTEGER NOT NULL, user_id TEXT NOT NULL, account INTEGER NOT NULL, wallet INTEGER NOT NULL, token INTEGER NOT NULL,
  asset TEXT NOT NULL, free TEXT NOT NULL, locked TEXT NOT NULL, borrowed TEXT NOT NULL, inexact INTEGER NOT NULL,
  price_usd TEXT, price_path TEXT NOT NULL, price_stale INTEGER NOT NULL, price_as_of INTEGER,
  value_usd TEXT, value_brl TEXT,
  PRIMARY KEY (slot, user_id, account, wallet, token)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_odd_rows (
  slot INTEGER NOT NULL, user_id TEXT NOT NULL, account INTEGER NOT NULL, wallet INTEGER NOT NULL, odd_row INTEGER NOT NULL,
  text TEXT NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (slot, user_id, account, wallet, odd_row)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_events (
  slot INTEGER NOT NULL, user_id TEXT NOT NULL, event INTEGER NOT NULL,
  kind TEXT NOT NULL, exchange TEXT NOT NULL, label TEXT NOT NULL, wallet TEXT NOT NULL, asset TEXT NOT NULL,
  PRIMARY KEY (slot, user_id, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE price_boards (
  slot INTEGER PRIMARY KEY,
  usd_brl TEXT NOT NULL, usd_brl_source TEXT NOT NULL, usd_brl_as_of INTEGER NOT NULL, usd_brl_stale INTEGER NOT NULL
) STRICT;

CREATE TABLE exchange_prices (
  slot INTEGER NOT NULL, position INTEGER NOT NULL,
  exchange TEXT NOT NULL, as_of INTEGER NOT NULL, stale INTEGER NOT NULL,
  tickers TEXT NOT NULL,  -- a line each: base, tab, quote, tab, last, and tab, doubted price where there is one
  PRIMARY KEY (slot, position)
) STRICT;

CREATE TABLE runs (
  run_id TEXT PRIMARY KEY, slot INTEGER NOT NULL, asked_by TEXT NOT NULL, host TEXT NOT NULL,
  started_at INTEGER NOT NULL, finished_at INTEGER, ending TEXT NOT NULL,
  users_total INTEGER NOT NULL, users_complete INTEGER NOT NULL, users_partial INTEGER NOT NULL,
  users_failed INTEGER NOT NULL, users_already_stored INTEGER NOT NULL, users_without_links INTEGER NOT NULL,
  accounts_total INTEGER NOT NULL, accounts_ok INTEGER NOT NULL, accounts_failed INTEGER NOT NULL,
  accounts_stale INTEGER NOT NULL
) STRICT;
CREATE INDEX latest_runs ON runs (started_at);

CREATE TABLE slots (
  slot INTEGER PRIMARY KEY, last INTEGER NOT NULL, done INTEGER NOT NULL, reason TEXT NOT NULL, run_id TEXT NOT NULL
) STRICT;

CREATE TABLE user_failures (
  slot INTEGER NOT NULL, user_id TEXT NOT NULL,
  kinds TEXT NOT NULL,  -- comma separated
  PRIMARY KEY (slot, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE notes (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
)sql";

constexpr std::array kSteps{MigrationStep{1, kVersion1}};

/// Whose file it is and how far along, as its header says.
struct Header {
  std::int64_t application_id = 0;
  std::int64_t version = 0;
  bool empty = false;
};

std::int64_t only_number(Connection& connection, std::string_view sql) {
  Statement statement{connection, sql};
  auto rows = statement.rows();
  return rows.next() ? rows.integer() : 0;
}

Header header_of(Connection& connection) {
  return {.application_id = only_number(connection, "PRAGMA application_id"),
          .version = only_number(connection, "PRAGMA user_version"),
          .empty = only_number(connection, "SELECT count(*) FROM sqlite_schema") == 0};
}

Result<Header> read_header(Connection& connection) {
  Transaction transaction{connection, Access::read};
  const auto header = header_of(connection);
  if (auto read = transaction.commit(); !read) return fail(read.error());
  return header;
}

bool is_new(const Header& header) { return header.empty && header.application_id == 0 && header.version == 0; }

Result<void> check_header(const Header& header, const std::string& path, int newest) {
  if (is_new(header)) return {};
  if (header.application_id != kApplicationId)
    return fail(ErrorKind::configuration,
                fmt::format("{} is a database of another program: set SALDO_DATABASE to another file", path));
  if (header.version > newest)
    return fail(ErrorKind::store_newer, fmt::format("{} has version {}, and this saldo knows up to {}: upgrade saldo",
                                                    path, header.version, newest));
  return {};
}

void apply(Connection& connection, std::int64_t version, std::span<const MigrationStep> steps) {
  for (const auto& step : steps)
    if (step.version > version) connection.execute(std::string{step.sql});
  connection.execute(fmt::format("PRAGMA application_id = {}", kApplicationId));
  connection.execute(fmt::format("PRAGMA user_version = {}", steps.back().version));
}

/// The header is read again under the lock: another process may have been faster.
Result<void> migrate_locked(Connection& connection, std::span<const MigrationStep> steps) {
  Transaction transaction{connection, Access::write};
  const auto header = header_of(connection);
  if (auto read = connection.take_failure(); !read) return read;
  if (auto ours = check_header(header, connection.path(), steps.back().version); !ours) return ours;
  apply(connection, header.version, steps);
  return transaction.commit();
}

}  // namespace

std::span<const MigrationStep> schema_steps() { return kSteps; }

Result<void> migrate(Connection& connection, std::span<const MigrationStep> steps) {
  check(!steps.empty(), "a schema without steps");
  const auto read = read_header(connection);
  if (!read) return fail(read.error());
  if (auto ours = check_header(*read, connection.path(), steps.back().version); !ours) return ours;
  if (!is_new(*read) && read->version == steps.back().version) return {};
  return migrate_locked(connection, steps);
}

}  // namespace saldo::store::sqlite
