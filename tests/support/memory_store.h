#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/store.h"

namespace saldo::test {

/// What a MemoryStore keeps, open for a test to look into and to tamper with.
struct MemoryDatabase {
  struct Account {
    EncryptedCredentials credentials;
    bool is_active = true;
    Time created_at;
    AccountState state;
  };

  std::map<AccountId, Account> accounts;
  std::map<std::pair<Slot, std::string>, Snapshot> snapshots;
  std::map<Slot, PriceBoard> boards;
  std::vector<Run> runs;
  std::map<std::pair<Slot, std::string>, UserFailure> failures;
  std::map<Slot, store::SlotEntry> slots;
  std::map<std::string, std::string, std::less<>> notes;

  /// The calls so far, by name: "save", "save_run", ...
  std::vector<std::string> calls;
  /// Looks at each call before it is done and may make it fail.
  std::function<std::optional<Error>(std::string_view call)> fault;
  /// Sees each batch of snapshots that is about to be saved.
  std::function<void(std::span<const Snapshot>)> saving;
};

/// A Store without a disk. Passes the contract that every Store must pass.
class MemoryStore final : public store::Store {
 public:
  explicit MemoryStore(MemoryDatabase& database) : data_(database) {}

  Result<std::unique_ptr<store::UserStream>> active_users(const store::UserQuery& query) override;
  Result<std::int64_t> count_active_users(const store::UserQuery& query) override;
  Result<std::vector<std::string>> exchanges_in_use() override;
  Result<std::vector<store::SaveOutcome>> save(std::span<const Snapshot> snapshots) override;
  Result<std::optional<Snapshot>> snapshot(std::string_view user_id, Slot slot) override;
  Result<std::optional<Snapshot>> latest_snapshot(std::string_view user_id, Slot before) override;
  Result<std::vector<store::HistoryEntry>> history(const store::HistoryQuery& query) override;
  Result<void> save_prices(Slot slot, const PriceBoard& board) override;
  Result<std::optional<PriceBoard>> prices(Slot slot) override;
  Result<std::optional<PriceBoard>> latest_prices(Slot before) override;
  Result<void> save_run(const Run& run) override;
  Result<std::vector<Run>> latest_runs(std::size_t limit) override;
  Result<void> save_user_failures(Slot slot, std::span<const UserFailure> failures) override;
  Result<std::vector<UserFailure>> user_failures(Slot slot) override;
  Result<void> settle_slot(const store::SlotEntry& entry) override;
  Result<std::vector<store::SlotEntry>> settled_slots(std::size_t limit) override;
  Result<void> link_accounts(std::span<const store::AccountKey> accounts) override;
  Result<bool> unlink_account(const AccountId& id) override;
  Result<std::vector<store::AccountEntry>> accounts(const std::optional<AccountId>& after, std::size_t limit) override;
  Result<void> save_account_states(std::span<const store::LearnedState> states) override;
  Result<std::optional<std::string>> note(std::string_view name) override;
  Result<void> save_note(std::string_view name, std::string_view text) override;

 private:
  std::optional<Error> begin(std::string_view call);
  bool is_known(std::string_view user_id) const;
  store::SaveOutcome save_one(const Snapshot& snapshot);

  MemoryDatabase& data_;
};

}  // namespace saldo::test
