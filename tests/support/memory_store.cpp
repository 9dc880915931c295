#include "support/memory_store.h"

#include <algorithm>
#include <set>

namespace saldo::test {

using store::SaveOutcome;

namespace {

bool is_wanted(const std::vector<std::string>& user_ids, std::string_view user_id) {
  return user_ids.empty() || std::ranges::find(user_ids, user_id) != user_ids.end();
}

LinkedAccount linked_account(const AccountId& id, const MemoryDatabase::Account& account) {
  return {.id = id,
          .exchange_name = id.exchange,
          .exchange_ref = "",
          .credentials = account.credentials,
          .state = account.state,
          .defect = {}};
}

std::optional<StoredMark> mark_of(const MemoryDatabase& data, const std::optional<Slot>& slot,
                                  const std::string& user_id) {
  if (!slot) return {};
  const auto found = data.snapshots.find({*slot, user_id});
  if (found == data.snapshots.end()) return {};
  return StoredMark{.complete = found->second.status == SnapshotStatus::complete, .quality = found->second.quality};
}

/// The first active user after `after`.
std::optional<User> user_after(const MemoryDatabase& data, const store::UserQuery& query, const std::string& after) {
  std::optional<User> user;
  const auto first = data.accounts.lower_bound({.user_id = after + '\0', .exchange = "", .label = ""});
  for (const auto& [id, account] : std::ranges::subrange{first, data.accounts.end()}) {
    if (!account.is_active || !is_wanted(query.user_ids, id.user_id)) continue;
    if (user && user->user_id != id.user_id) break;
    if (!user) user = User{.user_id = id.user_id, .accounts = {}, .stored = mark_of(data, query.slot, id.user_id)};
    user->accounts.push_back(linked_account(id, account));
  }
  return user;
}

class MemoryStream final : public store::UserStream {
 public:
  MemoryStream(MemoryDatabase& data, store::UserQuery query) : data_(data), query_(std::move(query)) {}

  Result<std::vector<User>> next(std::size_t limit) override {
    data_.calls.emplace_back("next");
    if (auto error = data_.fault ? data_.fault("next") : std::nullopt) return fail(std::move(*error));
    std::vector<User> users;
    for (auto user = user_after(data_, query_, after_); user; user = user_after(data_, query_, after_)) {
      if (users.size() == limit) break;
      after_ = user->user_id;
      users.push_back(std::move(*user));
    }
    return users;
  }

 private:
  MemoryDatabase& data_;
  store::UserQuery query_;
  std::string after_;
};

store::HistoryEntry entry_of(const Snapshot& snapshot) {
  return {.user_id = snapshot.user_id,
          .slot = snapshot.slot,
          .taken_at = snapshot.taken_at,
          .status = snapshot.status,
          .quality = snapshot.quality,
          .total_usd = snapshot.total_usd,
          .total_brl = snapshot.total_brl,
          .usd_brl = snapshot.usd_brl,
          .why = store::short_reason(snapshot)};
}

template <class T>
void cut(std::vector<T>& list, std::size_t limit) {
  if (list.size() > limit) list.erase(list.begin() + static_cast<std::ptrdiff_t>(limit), list.end());
}

}  // namespace

std::optional<Error> MemoryStore::begin(std::string_view call) {
  data_.calls.emplace_back(call);
  return data_.fault ? data_.fault(call) : std::nullopt;
}

bool MemoryStore::is_known(std::string_view user_id) const {
  return std::ranges::any_of(data_.accounts, [&](const auto& each) { return each.first.user_id == user_id; });
}

Result<std::unique_ptr<store::UserStream>> MemoryStore::active_users(const store::UserQuery& query) {
  if (auto error = begin("active_users")) return fail(std::move(*error));
  return std::make_unique<MemoryStream>(data_, query);
}

Result<std::int64_t> MemoryStore::count_active_users(const store::UserQuery& query) {
  if (auto error = begin("count_active_users")) return fail(std::move(*error));
  std::set<std::string> users;
  for (const auto& [id, account] : data_.accounts)
    if (account.is_active && is_wanted(query.user_ids, id.user_id)) users.insert(id.user_id);
  return static_cast<std::int64_t>(users.size());
}

Result<std::vector<std::string>> MemoryStore::exchanges_in_use() {
  if (auto error = begin("exchanges_in_use")) return fail(std::move(*error));
  std::set<std::string> exchanges;
  for (const auto& [id, account] : data_.accounts)
    if (account.is_active) exchanges.insert(id.exchange);
  return std::vector<std::string>{exchanges.begin(), exchanges.end()};
}

Result<std::vector<SaveOutcome>> MemoryStore::save(std::span<const Snapshot> snapshots) {
  if (auto error = begin("save")) return fail(std::move(*error));
  if (data_.saving) data_.saving(snapshots);
  std::vector<SaveOutcome> outcomes;
  for (const auto& snapshot : snapshots) outcomes.push_back(save_one(snapshot));
  return outcomes;
}

SaveOutcome MemoryStore::save_one(const Snapshot& snapshot) {
  if (!is_known(snapshot.user_id)) return SaveOutcome::dropped;
  const auto [place, is_new] = data_.snapshots.try_emplace({snapshot.slot, snapshot.user_id}, snapshot);
  data_.failures.erase({snapshot.slot, snapshot.user_id});
  if (is_new) return SaveOutcome::inserted;
  if (place->second.quality >= snapshot.quality) return SaveOutcome::kept;
  place->second = snapshot;
  return SaveOutcome::improved;
}

Result<std::optional<Snapshot>> MemoryStore::snapshot(std::string_view user_id, Slot slot) {
  if (auto error = begin("snapshot")) return fail(std::move(*error));
  const auto found = data_.snapshots.find({slot, std::string{user_id}});
  if (found == data_.snapshots.end()) return std::optional<Snapshot>{};
  return found->second;
}

Result<std::optional<Snapshot>> MemoryStore::latest_snapshot(std::string_view user_id, Slot before) {
  if (auto error = begin("latest_snapshot")) return fail(std::move(*error));
  std::optional<Snapshot> latest;
  for (const auto& [key, snapshot] : data_.snapshots)
    if (key.first < before && key.second == user_id) latest = snapshot;
  return latest;
}

Result<std::vector<store::HistoryEntry>> MemoryStore::history(const store::HistoryQuery& query) {
  if (auto error = begin("history")) return fail(std::move(*error));
  std::vector<store::HistoryEntry> entries;
  for (const auto& [key, snapshot] : data_.snapshots) {
    const Time at = key.first.at;
    const bool is_in_time = (!query.from || at >= *query.from) && (!query.to || at < *query.to);
    if (is_in_time && is_wanted(query.user_ids, key.second)) entries.push_back(entry_of(snapshot));
  }
  std::ranges::sort(entries, [](const auto& left, const auto& right) {
    return left.slot != right.slot ? left.slot > right.slot : left.user_id < right.user_id;
  });
  cut(entries, query.limit);
  return entries;
}

Result<void> MemoryStore::save_prices(Slot slot, const PriceBoard& board) {
  if (auto error = begin("save_prices")) return fail(std::move(*error));
  data_.boards[slot] = board;
  std::size_t newer = 0;
  for (auto each = data_.boards.rbegin(); each != data_.boards.rend(); ++each)
    if (newer++ >= store::kFullBoards) each->second.exchanges.clear();
  return {};
}

Result<std::optional<PriceBoard>> MemoryStore::prices(Slot slot) {
  if (auto error = begin("prices")) return fail(std::move(*error));
  const auto found = data_.boards.find(slot);
  if (found == data_.boards.end()) return std::optional<PriceBoard>{};
  return found->second;
}

Result<std::optional<PriceBoard>> MemoryStore::latest_prices(Slot before) {
  if (auto error = begin("latest_prices")) return fail(std::move(*error));
  const auto after = data_.boards.lower_bound(before);
  if (after == data_.boards.begin()) return std::optional<PriceBoard>{};
  return std::prev(after)->second;
}

Result<void> MemoryStore::save_run(const Run& run) {
  if (auto error = begin("save_run")) return fail(std::move(*error));
  const auto found = std::ranges::find(data_.runs, run.run_id, &Run::run_id);
  if (found == data_.runs.end())
    data_.runs.push_back(run);
  else
    *found = run;
  return {};
}

Result<std::vector<Run>> MemoryStore::latest_runs(std::size_t limit) {
  if (auto error = begin("latest_runs")) return fail(std::move(*error));
  auto runs = data_.runs;
  std::ranges::sort(runs, std::greater{}, &Run::started_at);
  cut(runs, limit);
  return runs;
}

Result<void> MemoryStore::save_user_failures(Slot slot, std::span<const UserFailure> failures) {
  if (auto error = begin("save_user_failures")) return fail(std::move(*error));
  for (const auto& failure : failures)
    if (!data_.snapshots.contains({slot, failure.user_id})) data_.failures[{slot, failure.user_id}] = failure;
  return {};
}

Result<std::vector<UserFailure>> MemoryStore::user_failures(Slot slot) {
  if (auto error = begin("user_failures")) return fail(std::move(*error));
  std::vector<UserFailure> found;
  for (const auto& [key, failure] : data_.failures)
    if (key.first == slot) found.push_back(failure);
  return found;
}

Result<void> MemoryStore::settle_slot(const store::SlotEntry& entry) {
  if (auto error = begin("settle_slot")) return fail(std::move(*error));
  const auto found = data_.slots.find(entry.slot);
  if (found == data_.slots.end() || !found->second.done) data_.slots[entry.slot] = entry;
  return {};
}

Result<std::vector<store::SlotEntry>> MemoryStore::settled_slots(std::size_t limit) {
  if (auto error = begin("settled_slots")) return fail(std::move(*error));
  std::vector<store::SlotEntry> entries;
  for (auto each = data_.slots.rbegin(); each != data_.slots.rend(); ++each) entries.push_back(each->second);
  cut(entries, limit);
  return entries;
}

Result<void> MemoryStore::link_accounts(std::span<const store::AccountKey> accounts) {
  if (auto error = begin("link_accounts")) return fail(std::move(*error));
  for (const auto& key : accounts) {
    const auto [place, is_new] = data_.accounts.try_emplace(key.id);
    auto& account = place->second;
    if (is_new) account.created_at = key.linked_at;
    if (account.state.fingerprint != key.fingerprint) account.state = {.fingerprint = key.fingerprint};
    account.credentials = key.credentials;
    account.is_active = true;
    account.state.failures_in_a_row = 0;
    account.state.last_failure = {};
    account.state.tried_at = {};
  }
  return {};
}

Result<bool> MemoryStore::unlink_account(const AccountId& id) {
  if (auto error = begin("unlink_account")) return fail(std::move(*error));
  return data_.accounts.erase(id) > 0;
}

Result<std::vector<store::AccountEntry>> MemoryStore::accounts(const std::optional<AccountId>& after,
                                                               std::size_t limit) {
  if (auto error = begin("accounts")) return fail(std::move(*error));
  std::vector<store::AccountEntry> entries;
  for (auto each = after ? data_.accounts.upper_bound(*after) : data_.accounts.begin();
       each != data_.accounts.end() && entries.size() < limit; ++each)
    entries.push_back({each->first, each->second.is_active, each->second.created_at, each->second.state});
  return entries;
}

Result<void> MemoryStore::save_account_states(std::span<const store::LearnedState> states) {
  if (auto error = begin("save_account_states")) return fail(std::move(*error));
  for (const auto& [id, state] : states) {
    const auto found = data_.accounts.find(id);
    const bool is_of_this_key = found != data_.accounts.end() && found->second.state.fingerprint == state.fingerprint;
    if (is_of_this_key) found->second.state = state;
  }
  return {};
}

Result<std::optional<std::string>> MemoryStore::note(std::string_view name) {
  if (auto error = begin("note")) return fail(std::move(*error));
  const auto found = data_.notes.find(name);
  if (found == data_.notes.end()) return std::optional<std::string>{};
  return found->second;
}

Result<void> MemoryStore::save_note(std::string_view name, std::string_view text) {
  if (auto error = begin("save_note")) return fail(std::move(*error));
  data_.notes[std::string{name}] = text;
  return {};
}

}  // namespace saldo::test
