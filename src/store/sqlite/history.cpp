#include "store/sqlite/history.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

#include "store/sqlite/rate_columns.h"
#include "store/sqlite/statement.h"

namespace saldo::store::sqlite {
namespace {

/// The newest lines of everybody, or of one user; each walks an index and stops at the limit.
std::string history_sql(std::string_view user_condition) {
  return fmt::format(R"sql(
SELECT user_id, slot, taken_at, status, quality, total_usd, total_brl,
  usd_brl, usd_brl_source, usd_brl_as_of, usd_brl_stale, why
FROM snapshots WHERE {} slot >= ? AND slot < ? ORDER BY slot DESC, user_id LIMIT ?)sql",
                     user_condition);
}

HistoryEntry take_entry(Rows& row) {
  return {.user_id = row.text(),
          .slot = row.slot(),
          .taken_at = row.time(),
          .status = row.word(snapshot_status),
          .quality = row.small_integer(),
          .total_usd = row.decimal(),
          .total_brl = row.decimal(),
          .usd_brl = take_usd_brl(row),
          .why = row.text()};
}

struct Range {
  std::int64_t from;
  std::int64_t to;
  std::int64_t limit;
};

Range range_of(const HistoryQuery& query) {
  constexpr auto kLowest = std::numeric_limits<std::int64_t>::min();
  constexpr auto kHighest = std::numeric_limits<std::int64_t>::max();
  return {.from = query.from.transform(unix_ms).value_or(kLowest),
          .to = query.to.transform(unix_ms).value_or(kHighest),
          .limit = static_cast<std::int64_t>(query.limit)};
}

void read_into(std::vector<HistoryEntry>& entries, Rows rows) {
  while (rows.next()) entries.push_back(take_entry(rows));
}

bool is_newer(const HistoryEntry& left, const HistoryEntry& right) {
  return std::tie(right.slot, left.user_id) < std::tie(left.slot, right.user_id);
}

void keep_newest(std::vector<HistoryEntry>& entries, std::size_t limit) {
  std::ranges::sort(entries, is_newer);
  if (entries.size() > limit) entries.resize(limit);
}

std::vector<HistoryEntry> read_all(Connection& connection, const Range& range) {
  Statement statement{connection, history_sql("")};
  std::vector<HistoryEntry> entries;
  read_into(entries, statement.rows(range.from, range.to, range.limit));
  return entries;
}

std::vector<HistoryEntry> read_of(Connection& connection, const HistoryQuery& query, const Range& range) {
  Statement statement{connection, history_sql("user_id = ? AND")};
  std::vector<HistoryEntry> entries;
  for (const auto& user_id : std::set(query.user_ids.begin(), query.user_ids.end())) {
    read_into(entries, statement.rows(user_id, range.from, range.to, range.limit));
    keep_newest(entries, query.limit);
  }
  return entries;
}

}  // namespace

Result<std::vector<HistoryEntry>> read_history(Connection& connection, const HistoryQuery& query) {
  Transaction transaction{connection, Access::read};
  const auto range = range_of(query);
  auto entries = query.user_ids.empty() ? read_all(connection, range) : read_of(connection, query, range);
  if (auto read = transaction.commit(); !read) return fail(read.error());
  return entries;
}

}  // namespace saldo::store::sqlite
