#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/account.h"
#include "core/price.h"
#include "core/run.h"
#include "core/snapshot.h"

namespace saldo::store {

/// Which users a stream gives. All conditions must hold.
struct UserQuery {
  std::optional<Slot> slot = {};           ///< marks each user with what is stored for this slot
  std::vector<std::string> user_ids = {};  ///< only these; empty: all
};

/// Active users in rising order of user_id, without ever holding them all (semantics U1). Holds no lock between two
/// calls: who is linked meanwhile may or may not appear. Ends before its Store does.
class UserStream {
 public:
  virtual ~UserStream() = default;
  /// The next users, at most `limit`; an empty list means the end.
  virtual Result<std::vector<User>> next(std::size_t limit) = 0;
};

/// What a save did with one snapshot.
enum class SaveOutcome {
  inserted,  ///< the first of its (user, slot)
  improved,  ///< replaced one of lower quality
  kept,      ///< one of equal or higher quality was there already
  dropped,   ///< the user is gone (semantics U5)
};

struct HistoryQuery {
  std::vector<std::string> user_ids = {};  ///< empty: all
  std::optional<Time> from = {};           ///< inclusive
  std::optional<Time> to = {};             ///< exclusive
  std::size_t limit = 100;                 ///< the newest so many
};

/// What makes a snapshot partial, for a line of history: "kraken spot: timeout, bybit 2 earn: network and 3 more".
std::string short_reason(const Snapshot& snapshot);

/// A line of history: a snapshot without its wallets and tokens.
struct HistoryEntry {
  std::string user_id;
  Slot slot;
  Time taken_at;
  SnapshotStatus status = SnapshotStatus::complete;
  int quality = 0;
  Decimal total_usd;
  Decimal total_brl;
  UsdBrl usd_brl;
  std::string why;  ///< what makes it partial: "kraken spot: timeout"; empty when complete
};

/// The newest so many price boards are kept in full, about three days of six slots; snapshots hold their own prices.
inline constexpr std::size_t kFullBoards = 16;

/// How a nominal slot ended. A range of skipped slots is one entry, from `slot` to `last`.
struct SlotEntry {
  Slot slot;
  Slot last;
  bool done = false;
  std::string reason;  ///< why it was skipped; empty when done
  std::string run_id;
};

/// An account to be linked.
struct AccountKey {
  AccountId id;
  EncryptedCredentials credentials;
  std::string fingerprint;  ///< of the API key, see store/keyring.h
  Time linked_at;
};

/// A linked account as `account list` shows it.
struct AccountEntry {
  AccountId id;
  bool is_active = true;
  Time created_at;
  AccountState state;
};

/// What an account learned, to be kept.
struct LearnedState {
  AccountId id;
  AccountState state;
};

/// Where accounts, snapshots and the ledger are kept. One implementation talks to one database through one
/// connection and is used from one thread at a time. Every call either did all that it says or failed; failures are
/// store_unavailable (passing), store_full, store_damaged or store_newer. Every implementation passes
/// tests/store/contract.
class Store {
 public:
  virtual ~Store() = default;

  // Users.
  virtual Result<std::unique_ptr<UserStream>> active_users(const UserQuery& query) = 0;
  /// How many users the stream would give, for progress; cheap.
  virtual Result<std::int64_t> count_active_users(const UserQuery& query) = 0;

  /// The ccxt ids of all exchanges that active users are linked to, in order: whose prices a run needs.
  virtual Result<std::vector<std::string>> exchanges_in_use() = 0;

  // Snapshots. Exactly once per (user, slot): saving again keeps the better one, by quality.
  /// All or none. What was done with each is told in their order; callers keep batches to some hundreds, for others
  /// wait meanwhile.
  virtual Result<std::vector<SaveOutcome>> save(std::span<const Snapshot> snapshots) = 0;
  /// The user's snapshot of exactly this slot, in full.
  virtual Result<std::optional<Snapshot>> snapshot(std::string_view user_id, Slot slot) = 0;
  /// The user's newest snapshot before `slot`, in full: what is carried from.
  virtual Result<std::optional<Snapshot>> latest_snapshot(std::string_view user_id, Slot before) = 0;
  /// Newest first, and within a slot in order of user_id.
  virtual Result<std::vector<HistoryEntry>> history(const HistoryQuery& query) = 0;

  // Prices. The full boards of the newest kFullBoards slots are kept, of older ones only the rate, for ever.
  /// Replaces the slot's board if it has one.
  virtual Result<void> save_prices(Slot slot, const PriceBoard& board) = 0;
  virtual Result<std::optional<PriceBoard>> prices(Slot slot) = 0;
  /// The newest board before `slot`: where stale prices and the stored rate come from.
  virtual Result<std::optional<PriceBoard>> latest_prices(Slot before) = 0;

  // The ledger.
  /// Writes a run's row, or writes it anew.
  virtual Result<void> save_run(const Run& run) = 0;
  /// In order of their start, newest first.
  virtual Result<std::vector<Run>> latest_runs(std::size_t limit) = 0;
  /// Adds to the slot's failures; a user who is there already gets the new kinds.
  virtual Result<void> save_user_failures(Slot slot, std::span<const UserFailure> failures) = 0;
  /// In order of user_id. A user whose snapshot was stored after all is not among them.
  virtual Result<std::vector<UserFailure>> user_failures(Slot slot) = 0;
  /// Writes how a slot (or a range that starts with it) ended, or writes it anew; but what is done stays done.
  virtual Result<void> settle_slot(const SlotEntry& entry) = 0;
  /// Newest first.
  virtual Result<std::vector<SlotEntry>> settled_slots(std::size_t limit) = 0;

  // Accounts.
  /// Links accounts, all or none. One that exists gets the new credentials, is active again and starts afresh: its
  /// failures are forgotten, and with another API key (fingerprint) all else that was learned too (semantics U2, U4).
  virtual Result<void> link_accounts(std::span<const AccountKey> accounts) = 0;
  /// Forgets the account and what was learned about it. False when there was no such account.
  virtual Result<bool> unlink_account(const AccountId& id) = 0;
  /// Linked accounts, active or not, in order of id, after `after` (exclusive), at most `limit`.
  virtual Result<std::vector<AccountEntry>> accounts(const std::optional<AccountId>& after, std::size_t limit) = 0;
  /// Of accounts that are no longer linked nothing is kept. A state never passes for one of another key: it is kept
  /// under its own fingerprint, or not at all.
  virtual Result<void> save_account_states(std::span<const LearnedState> states) = 0;

  // Small texts that saldo keeps between runs, e.g. the state of its limiters.
  virtual Result<std::optional<std::string>> note(std::string_view name) = 0;
  virtual Result<void> save_note(std::string_view name, std::string_view text) = 0;
};

}  // namespace saldo::store
