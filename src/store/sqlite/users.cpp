#include "store/sqlite/users.h"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "store/sqlite/account_columns.h"
#include "store/sqlite/statement.h"

namespace saldo::store::sqlite {
namespace {

constexpr std::string_view kCount = "SELECT count(DISTINCT user_id) FROM accounts WHERE is_active";
constexpr std::string_view kExchanges = "SELECT DISTINCT exchange FROM accounts WHERE is_active ORDER BY exchange";
constexpr std::string_view kIsActive = "SELECT EXISTS (SELECT 1 FROM accounts WHERE is_active AND user_id = ?)";
constexpr std::string_view kMark = "SELECT status, quality FROM snapshots WHERE slot = ? AND user_id = ?";

std::string accounts_sql(std::string_view condition) {
  return fmt::format(
      "SELECT user_id, exchange, label, api_key, api_secret, passphrase, uid, {} FROM accounts "
      "WHERE is_active AND user_id {} ? ORDER BY user_id, exchange, label",
      kAccountStateColumns, condition);
}

LinkedAccount take_account(Rows& row) {
  auto id = take_account_id(row);
  auto exchange = id.exchange;
  return {.id = std::move(id),
          .exchange_name = std::move(exchange),
          .exchange_ref = {},
          .credentials = {.api_key = row.text(), .api_secret = row.text(), .passphrase = row.text(), .uid = row.text()},
          .state = take_account_state(row),
          .defect = {}};
}

class SqliteUserStream final : public UserStream {
 public:
  SqliteUserStream(Connection& connection, const UserQuery& query)
      : connection_(connection),
        slot_(query.slot),
        wanted_(query.user_ids.begin(), query.user_ids.end()),
        everyone_(query.user_ids.empty()),
        accounts_after_(connection, accounts_sql(">")),
        accounts_of_(connection, accounts_sql("=")),
        mark_(connection, kMark) {}

  Result<std::vector<User>> next(std::size_t limit) override {
    std::vector<User> users;
    Transaction transaction{connection_, Access::read};
    if (everyone_)
      read_after_last(users, limit);
    else
      read_wanted(users, limit);
    for (auto& user : users) user.stored = mark_of(user.user_id);
    if (auto read = transaction.commit(); !read) return fail(read.error());
    if (!users.empty()) last_user_id_ = users.back().user_id;
    return users;
  }

 private:
  void read_after_last(std::vector<User>& users, std::size_t limit) {
    auto rows = accounts_after_.rows(last_user_id_);
    while (rows.next())
      if (!add(users, take_account(rows), limit)) return;
  }

  void read_wanted(std::vector<User>& users, std::size_t limit) {
    auto user_id = wanted_.upper_bound(last_user_id_);
    for (; user_id != wanted_.end() && users.size() < limit; ++user_id) {
      auto rows = accounts_of_.rows(*user_id);
      while (rows.next()) add(users, take_account(rows), limit);
    }
  }

  /// False when the account is the first of a user too many.
  static bool add(std::vector<User>& users, LinkedAccount account, std::size_t limit) {
    if (users.empty() || users.back().user_id != account.id.user_id) {
      if (users.size() == limit) return false;
      users.push_back({.user_id = account.id.user_id, .accounts = {}, .stored = {}});
    }
    users.back().accounts.push_back(std::move(account));
    return true;
  }

  std::optional<StoredMark> mark_of(const std::string& user_id) {
    if (!slot_) return {};
    auto rows = mark_.rows(*slot_, user_id);
    if (!rows.next()) return {};
    return StoredMark{.complete = rows.word(snapshot_status) == SnapshotStatus::complete,
                      .quality = rows.small_integer()};
  }

  Connection& connection_;
  std::optional<Slot> slot_;
  std::set<std::string> wanted_;
  bool everyone_;
  std::string last_user_id_;
  Statement accounts_after_;
  Statement accounts_of_;
  Statement mark_;
};

std::int64_t count_all(Connection& connection) {
  Statement count{connection, kCount};
  auto rows = count.rows();
  return rows.next() ? rows.integer() : 0;
}

std::int64_t count_wanted(Connection& connection, const std::vector<std::string>& user_ids) {
  Statement is_active{connection, kIsActive};
  std::int64_t count = 0;
  for (const auto& user_id : std::set(user_ids.begin(), user_ids.end())) {
    auto rows = is_active.rows(user_id);
    if (rows.next()) count += rows.integer();
  }
  return count;
}

}  // namespace

Result<std::unique_ptr<UserStream>> stream_active_users(Connection& connection, const UserQuery& query) {
  auto stream = std::make_unique<SqliteUserStream>(connection, query);
  if (auto prepared = connection.take_failure(); !prepared) return fail(prepared.error());
  return stream;
}

Result<std::int64_t> count_active_users(Connection& connection, const UserQuery& query) {
  const auto count = query.user_ids.empty() ? count_all(connection) : count_wanted(connection, query.user_ids);
  if (auto read = connection.take_failure(); !read) return fail(read.error());
  return count;
}

Result<std::vector<std::string>> exchanges_in_use(Connection& connection) {
  std::vector<std::string> exchanges;
  Statement statement{connection, kExchanges};
  for (auto rows = statement.rows(); rows.next();) exchanges.push_back(rows.text());
  if (auto read = connection.take_failure(); !read) return fail(read.error());
  return exchanges;
}

}  // namespace saldo::store::sqlite
