#include "store/sqlite/accounts.h"

#include <string>

#include <fmt/format.h>

#include "store/sqlite/account_columns.h"

namespace saldo::store::sqlite {
namespace {

constexpr std::string_view kInsert = R"sql(
INSERT INTO accounts (user_id, exchange, label, api_key, api_secret, passphrase, uid, fingerprint, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET
  api_key = excluded.api_key, api_secret = excluded.api_secret, passphrase = excluded.passphrase, uid = excluded.uid,
  fingerprint = excluded.fingerprint, is_active = 1,
  failures_in_a_row = 0, last_failure = NULL, tried_at = NULL)sql";

constexpr std::string_view kForgetOtherKey = R"sql(
UPDATE accounts SET host = '', mode = '', last_nonce = 0
WHERE user_id = ? AND exchange = ? AND label = ? AND fingerprint <> ?)sql";

constexpr std::string_view kDelete = "DELETE FROM accounts WHERE user_id = ? AND exchange = ? AND label = ?";

// What was learned with a key that was replaced meanwhile is not kept.
constexpr std::string_view kSaveState = R"sql(
UPDATE accounts SET host = ?, mode = ?, last_nonce = ?, failures_in_a_row = ?, last_failure = ?, tried_at = ?
WHERE user_id = ? AND exchange = ? AND label = ? AND fingerprint = ?)sql";

std::string page_sql() {
  return fmt::format(
      "SELECT user_id, exchange, label, is_active, created_at, {} FROM accounts "
      "WHERE (user_id, exchange, label) > (?, ?, ?) ORDER BY user_id, exchange, label LIMIT ?",
      kAccountStateColumns);
}

AccountEntry take_entry(Rows& row) {
  return {.id = take_account_id(row),
          .is_active = row.boolean(),
          .created_at = row.time(),
          .state = take_account_state(row)};
}

std::optional<std::string_view> failure_name(const AccountState& state) {
  if (!state.last_failure) return {};
  return name(*state.last_failure);
}

}  // namespace

Accounts::Accounts(Connection& connection)
    : connection_(connection),
      insert_(connection, kInsert),
      forget_other_key_(connection, kForgetOtherKey),
      delete_(connection, kDelete),
      page_(connection, page_sql()),
      save_state_(connection, kSaveState) {}

void Accounts::link_one(const AccountKey& account) {
  const auto& [id, credentials, fingerprint, linked_at] = account;
  forget_other_key_.run(id.user_id, id.exchange, id.label, fingerprint);
  insert_.run(id.user_id, id.exchange, id.label, credentials.api_key, credentials.api_secret, credentials.passphrase,
              credentials.uid, fingerprint, linked_at);
}

Result<void> Accounts::link(std::span<const AccountKey> accounts) {
  Transaction transaction{connection_, Access::write};
  for (const auto& account : accounts) link_one(account);
  return transaction.commit();
}

Result<bool> Accounts::unlink(const AccountId& id) {
  Transaction transaction{connection_, Access::write};
  delete_.run(id.user_id, id.exchange, id.label);
  const bool existed = connection_.changes() > 0;
  if (auto done = transaction.commit(); !done) return fail(done.error());
  return existed;
}

Result<std::vector<AccountEntry>> Accounts::page(const std::optional<AccountId>& after, std::size_t limit) {
  const auto start = after.value_or(AccountId{});
  std::vector<AccountEntry> entries;
  Transaction transaction{connection_, Access::read};
  {
    auto rows = page_.rows(start.user_id, start.exchange, start.label, static_cast<std::int64_t>(limit));
    while (rows.next()) entries.push_back(take_entry(rows));
  }
  if (auto read = transaction.commit(); !read) return fail(read.error());
  return entries;
}

Result<void> Accounts::save_states(std::span<const LearnedState> states) {
  Transaction transaction{connection_, Access::write};
  for (const auto& [id, state] : states)
    save_state_.run(state.host, state.mode, state.last_nonce, state.failures_in_a_row, failure_name(state),
                    state.tried_at, id.user_id, id.exchange, id.label, state.fingerprint);
  return transaction.commit();
}

}  // namespace saldo::store::sqlite
