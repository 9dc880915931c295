#include "store/sqlite/snapshot_reader.h"

#include <utility>

#include "store/sqlite/rate_columns.h"

namespace saldo::store::sqlite {
namespace {

constexpr std::string_view kHead = R"sql(
SELECT user_id, slot, taken_at, run_id, asked_by, status, quality, total_usd, total_brl,
  usd_brl, usd_brl_source, usd_brl_as_of, usd_brl_stale
FROM snapshots WHERE slot = ? AND user_id = ?)sql";

constexpr std::string_view kLatestSlot =
    "SELECT slot FROM snapshots WHERE user_id = ? AND slot < ? ORDER BY slot DESC LIMIT 1";

constexpr std::string_view kAccounts = R"sql(
SELECT exchange, label, exchange_name, exchange_ref, key_fingerprint, total_usd, total_brl
FROM snapshot_accounts WHERE slot = ? AND user_id = ? ORDER BY account)sql";

constexpr std::string_view kWallets = R"sql(
SELECT account, name, status, as_of, error_kind, error_message, error_until
FROM snapshot_wallets WHERE slot = ? AND user_id = ? ORDER BY account, wallet)sql";

constexpr std::string_view kTokens = R"sql(
SELECT account, wallet, asset, free, locked, borrowed, inexact, price_usd, price_path, price_stale, price_as_of,
  value_usd, value_brl
FROM snapshot_tokens WHERE slot = ? AND user_id = ? ORDER BY account, wallet, token)sql";

constexpr std::string_view kOddRows = R"sql(
SELECT account, wallet, text, reason
FROM snapshot_odd_rows WHERE slot = ? AND user_id = ? ORDER BY account, wallet, odd_row)sql";

constexpr std::string_view kEvents = R"sql(
SELECT kind, exchange, label, wallet, asset FROM snapshot_events WHERE slot = ? AND user_id = ? ORDER BY event)sql";

Snapshot take_head(Rows& row) {
  return {.user_id = row.text(),
          .slot = row.slot(),
          .taken_at = row.time(),
          .run_id = row.text(),
          .trigger = row.word(trigger),
          .status = row.word(snapshot_status),
          .quality = row.small_integer(),
          .total_usd = row.decimal(),
          .total_brl = row.decimal(),
          .usd_brl = take_usd_brl(row),
          .accounts = {},
          .events = {}};
}

AccountSnapshot take_account(Rows& row) {
  return {.exchange = row.text(),
          .label = row.text(),
          .exchange_name = row.text(),
          .exchange_ref = row.text(),
          .key_fingerprint = row.text(),
          .total_usd = row.decimal(),
          .total_brl = row.decimal(),
          .wallets = {}};
}

/// Reads error_kind, error_message and error_until.
std::optional<Error> take_error(Rows& row) {
  const auto kind = row.optional_text();
  auto message = row.text();
  const auto until = row.optional_time();
  if (!kind) return {};
  return Error{.kind = error_kind(*kind).value_or(ErrorKind::internal), .message = std::move(message), .until = until};
}

Balance take_balance(Rows& row) {
  return {.asset = row.text(),
          .free = row.decimal(),
          .locked = row.decimal(),
          .borrowed = row.decimal(),
          .inexact = row.boolean()};
}

Token take_token(Rows& row) {
  return {.balance = take_balance(row),
          .price_usd = row.optional_decimal(),
          .price_path = row.text(),
          .price_stale = row.boolean(),
          .price_as_of = row.optional_time(),
          .value_usd = row.optional_decimal(),
          .value_brl = row.optional_decimal()};
}

WalletSnapshot take_wallet(Rows& row) {
  return {.wallet = row.text(),
          .status = row.word(wallet_status),
          .as_of = row.optional_time(),
          .error = take_error(row),
          .tokens = {},
          .odd_rows = {}};
}

SnapshotEvent take_event(Rows& row) {
  return {.kind = row.word(event_kind),
          .exchange = row.text(),
          .label = row.text(),
          .wallet = row.text(),
          .asset = row.text()};
}

template <class Part>
Part* part_at(std::vector<Part>& parts, std::int64_t position) {
  const auto index = static_cast<std::size_t>(position);
  return index < parts.size() ? &parts[index] : nullptr;
}

}  // namespace

SnapshotReader::SnapshotReader(Connection& connection)
    : connection_(connection),
      head_(connection, kHead),
      latest_slot_(connection, kLatestSlot),
      accounts_(connection, kAccounts),
      wallets_(connection, kWallets),
      tokens_(connection, kTokens),
      odd_rows_(connection, kOddRows),
      events_(connection, kEvents) {}

Result<std::optional<Snapshot>> SnapshotReader::at(std::string_view user_id, Slot slot) {
  Transaction transaction{connection_, Access::read};
  auto snapshot = read(user_id, slot);
  if (auto done = transaction.commit(); !done) return fail(done.error());
  return snapshot;
}

Result<std::optional<Snapshot>> SnapshotReader::latest(std::string_view user_id, Slot before) {
  Transaction transaction{connection_, Access::read};
  auto snapshot = latest_slot(user_id, before).and_then([&](Slot slot) { return read(user_id, slot); });
  if (auto done = transaction.commit(); !done) return fail(done.error());
  return snapshot;
}

std::optional<Slot> SnapshotReader::latest_slot(std::string_view user_id, Slot before) {
  auto rows = latest_slot_.rows(user_id, before);
  if (!rows.next()) return {};
  return rows.slot();
}

std::optional<Snapshot> SnapshotReader::read(std::string_view user_id, Slot slot) {
  auto head = head_.rows(slot, user_id);
  if (!head.next()) return {};
  auto snapshot = take_head(head);
  read_accounts(snapshot);
  read_wallets(snapshot);
  read_tokens(snapshot);
  read_odd_rows(snapshot);
  read_events(snapshot);
  return snapshot;
}

void SnapshotReader::read_accounts(Snapshot& snapshot) {
  auto rows = accounts_.rows(snapshot.slot, snapshot.user_id);
  while (rows.next()) snapshot.accounts.push_back(take_account(rows));
}

void SnapshotReader::read_wallets(Snapshot& snapshot) {
  auto rows = wallets_.rows(snapshot.slot, snapshot.user_id);
  while (rows.next())
    if (auto* account = account_of(snapshot, rows)) account->wallets.push_back(take_wallet(rows));
}

void SnapshotReader::read_tokens(Snapshot& snapshot) {
  auto rows = tokens_.rows(snapshot.slot, snapshot.user_id);
  while (rows.next())
    if (auto* wallet = wallet_of(snapshot, rows)) wallet->tokens.push_back(take_token(rows));
}

void SnapshotReader::read_odd_rows(Snapshot& snapshot) {
  auto rows = odd_rows_.rows(snapshot.slot, snapshot.user_id);
  while (rows.next())
    if (auto* wallet = wallet_of(snapshot, rows))
      wallet->odd_rows.push_back({.text = rows.text(), .reason = rows.text()});
}

void SnapshotReader::read_events(Snapshot& snapshot) {
  auto rows = events_.rows(snapshot.slot, snapshot.user_id);
  while (rows.next()) snapshot.events.push_back(take_event(rows));
}

AccountSnapshot* SnapshotReader::account_of(Snapshot& snapshot, Rows& row) {
  auto* account = part_at(snapshot.accounts, row.integer());
  if (account == nullptr) connection_.note_damage("a wallet without its account");
  return account;
}

WalletSnapshot* SnapshotReader::wallet_of(Snapshot& snapshot, Rows& row) {
  auto* account = account_of(snapshot, row);
  auto* wallet = account == nullptr ? nullptr : part_at(account->wallets, row.integer());
  if (wallet == nullptr) connection_.note_damage("a token without its wallet");
  return wallet;
}

}  // namespace saldo::store::sqlite
