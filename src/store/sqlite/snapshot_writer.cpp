#include "store/sqlite/snapshot_writer.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <tuple>

#include <fmt/format.h>

namespace saldo::store::sqlite {
namespace {

constexpr std::string_view kAnyAccount = "SELECT 1 FROM accounts WHERE user_id = ? LIMIT 1";
constexpr std::string_view kStoredQuality = "SELECT quality FROM snapshots WHERE slot = ? AND user_id = ?";

constexpr std::string_view kInsertHead = R"sql(
INSERT INTO snapshots (slot, user_id, taken_at, run_id, asked_by, status, quality, total_usd, total_brl,
  usd_brl, usd_brl_source, usd_brl_as_of, usd_brl_stale, why)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING)sql";

constexpr std::string_view kInsertAccount = R"sql(
INSERT INTO snapshot_accounts (slot, user_id, account, exchange, label, exchange_name, exchange_ref,
  key_fingerprint, total_usd, total_brl)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";

constexpr std::string_view kInsertWallet = R"sql(
INSERT INTO snapshot_wallets (slot, user_id, account, wallet, name, status, as_of, error_kind, error_message,
  error_until)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";

constexpr std::string_view kInsertToken = R"sql(
INSERT INTO snapshot_tokens (slot, user_id, account, wallet, token, asset, free, locked, borrowed, inexact,
  price_usd, price_path, price_stale, price_as_of, value_usd, value_brl)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";

constexpr std::string_view kInsertOddRow = R"sql(
INSERT INTO snapshot_odd_rows (slot, user_id, account, wallet, odd_row, text, reason) VALUES (?, ?, ?, ?, ?, ?, ?))sql";

constexpr std::string_view kInsertEvent = R"sql(
INSERT INTO snapshot_events (slot, user_id, event, kind, exchange, label, wallet, asset)
VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql";

constexpr std::array kTables{"snapshots",       "snapshot_accounts", "snapshot_wallets",
                             "snapshot_tokens", "snapshot_odd_rows", "snapshot_events"};

std::vector<Statement> removals_from_all_tables(Connection& connection) {
  std::vector<Statement> removals;
  for (const auto* table : kTables)
    removals.emplace_back(connection, fmt::format("DELETE FROM {} WHERE slot = ? AND user_id = ?", table));
  return removals;
}

/// Positions in the order of the tables' keys: rows that arrive in key order are written several times faster.
std::vector<std::size_t> in_key_order(std::span<const Snapshot> snapshots) {
  std::vector<std::size_t> order(snapshots.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) {
    return std::tuple{snapshots[i].slot, std::string_view{snapshots[i].user_id}, i};
  });
  return order;
}

std::int64_t number(std::size_t position) { return static_cast<std::int64_t>(position); }

}  // namespace

SnapshotWriter::SnapshotWriter(Connection& connection)
    : connection_(connection),
      any_account_(connection, kAnyAccount),
      stored_quality_(connection, kStoredQuality),
      insert_head_(connection, kInsertHead),
      insert_account_(connection, kInsertAccount),
      insert_wallet_(connection, kInsertWallet),
      insert_token_(connection, kInsertToken),
      insert_odd_row_(connection, kInsertOddRow),
      insert_event_(connection, kInsertEvent),
      removals_(removals_from_all_tables(connection)) {}

Result<std::vector<SaveOutcome>> SnapshotWriter::save(std::span<const Snapshot> snapshots) {
  std::vector<SaveOutcome> outcomes(snapshots.size());
  if (snapshots.empty()) return outcomes;
  Transaction transaction{connection_, Access::write};
  for (const auto i : in_key_order(snapshots)) outcomes[i] = save_one(snapshots[i]);
  if (auto saved = transaction.commit(); !saved) return fail(saved.error());
  return outcomes;
}

SaveOutcome SnapshotWriter::save_one(const Snapshot& snapshot) {
  if (!is_linked(snapshot.user_id)) return SaveOutcome::dropped;
  if (!insert_head(snapshot)) return improve(snapshot);
  insert_parts(snapshot);
  return SaveOutcome::inserted;
}

SaveOutcome SnapshotWriter::improve(const Snapshot& snapshot) {
  {
    auto stored = stored_quality_.rows(snapshot.slot, snapshot.user_id);
    if (!stored.next() || stored.integer() >= snapshot.quality) return SaveOutcome::kept;
  }
  remove(snapshot);
  insert_head(snapshot);
  insert_parts(snapshot);
  return SaveOutcome::improved;
}

bool SnapshotWriter::is_linked(const std::string& user_id) { return any_account_.rows(user_id).next(); }

bool SnapshotWriter::insert_head(const Snapshot& snapshot) {
  const auto& rate = snapshot.usd_brl;
  insert_head_.run(snapshot.slot, snapshot.user_id, snapshot.taken_at, snapshot.run_id, name(snapshot.trigger),
                   name(snapshot.status), snapshot.quality, snapshot.total_usd, snapshot.total_brl, rate.rate,
                   rate.source, rate.as_of, rate.stale, short_reason(snapshot));
  return connection_.changes() > 0;
}

void SnapshotWriter::insert_parts(const Snapshot& snapshot) {
  for (std::size_t i = 0; i < snapshot.accounts.size(); ++i) {
    const auto& account = snapshot.accounts[i];
    insert_account_.run(snapshot.slot, snapshot.user_id, number(i), account.exchange, account.label,
                        account.exchange_name, account.exchange_ref, account.key_fingerprint, account.total_usd,
                        account.total_brl);
    insert_wallets(snapshot, i);
  }
  for (std::size_t i = 0; i < snapshot.events.size(); ++i) {
    const auto& event = snapshot.events[i];
    insert_event_.run(snapshot.slot, snapshot.user_id, number(i), name(event.kind), event.exchange, event.label,
                      event.wallet, event.asset);
  }
}

void SnapshotWriter::insert_wallets(const Snapshot& snapshot, std::size_t account) {
  for (std::size_t i = 0; i < snapshot.accounts[account].wallets.size(); ++i) insert_wallet(snapshot, account, i);
}

void SnapshotWriter::insert_wallet(const Snapshot& snapshot, std::size_t account, std::size_t wallet) {
  const auto& [wallet_name, status, as_of, error, tokens, odd_rows] = snapshot.accounts[account].wallets[wallet];
  const auto error_kind = error.transform([](const Error& e) { return name(e.kind); });
  const auto message = error.transform([](const Error& e) { return std::string_view{e.message}; });
  insert_wallet_.run(snapshot.slot, snapshot.user_id, number(account), number(wallet), wallet_name, name(status), as_of,
                     error_kind, message, error.and_then(&Error::until));
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto& [balance, price_usd, price_path, price_stale, price_as_of, value_usd, value_brl] = tokens[i];
    insert_token_.run(snapshot.slot, snapshot.user_id, number(account), number(wallet), number(i), balance.asset,
                      balance.free, balance.locked, balance.borrowed, balance.inexact, price_usd, price_path,
                      price_stale, price_as_of, value_usd, value_brl);
  }
  for (std::size_t i = 0; i < odd_rows.size(); ++i)
    insert_odd_row_.run(snapshot.slot, snapshot.user_id, number(account), number(wallet), number(i), odd_rows[i].text,
                        odd_rows[i].reason);
}

void SnapshotWriter::remove(const Snapshot& snapshot) {
  for (auto& removal : removals_) removal.run(snapshot.slot, snapshot.user_id);
}

}  // namespace saldo::store::sqlite
