#include "snapshot/assemble.h"

#include <algorithm>

#include "pricing/valuation.h"
#include "snapshot/carry.h"

namespace saldo::snapshot {
namespace {

/// A wallet that was never opened is not missing; but there is always a main wallet, so for that one it is a failure.
WalletStatus status_of(const Error& error, bool is_main) {
  return error.kind == ErrorKind::not_enabled && !is_main ? WalletStatus::not_enabled : WalletStatus::failed;
}

WalletSnapshot read_wallet(const WalletReading& reading, bool is_main, Time taken_at) {
  WalletSnapshot wallet{.wallet = reading.wallet, .odd_rows = reading.odd_rows};
  if (reading.error) {
    wallet.status = status_of(*reading.error, is_main);
    wallet.error = reading.error;
    return wallet;
  }
  wallet.as_of = taken_at;
  for (const auto& balance : reading.balances) wallet.tokens.push_back({.balance = balance});
  return wallet;
}

AccountSnapshot read_account(const AccountOutcome& outcome, Time taken_at) {
  AccountSnapshot account{.exchange = outcome.account.id.exchange,
                          .label = outcome.account.id.label,
                          .exchange_name = outcome.account.exchange_name,
                          .exchange_ref = outcome.account.exchange_ref,
                          .key_fingerprint = outcome.key_fingerprint};
  if (!outcome.reading) {
    for (const auto& wallet : outcome.wallets)
      account.wallets.push_back({.wallet = wallet, .status = WalletStatus::failed, .error = outcome.reading.error()});
    return account;
  }
  for (const auto& wallet : outcome.reading->wallets)
    account.wallets.push_back(read_wallet(wallet, wallet.wallet == outcome.wallets.front(), taken_at));
  return account;
}

template <class Predicate>
int count_wallets(const Snapshot& snapshot, Predicate predicate) {
  int count = 0;
  for (const auto& account : snapshot.accounts)
    count += static_cast<int>(std::ranges::count_if(account.wallets, predicate));
  return count;
}

bool is_fresh(const WalletSnapshot& wallet) { return wallet.status == WalletStatus::ok; }
bool is_missing(const WalletSnapshot& wallet) {
  return wallet.status == WalletStatus::failed || wallet.status == WalletStatus::carried;
}

std::vector<ErrorKind> kinds_of(const std::vector<Failure>& failures) {
  std::vector<ErrorKind> kinds;
  for (const auto& failure : failures) kinds.push_back(failure.error.kind);
  std::ranges::sort(kinds);
  const auto repeated = std::ranges::unique(kinds);
  kinds.erase(repeated.begin(), repeated.end());
  return kinds;
}

const AccountSnapshot* find_account(const std::optional<Snapshot>& snapshot, const AccountSnapshot& account) {
  if (!snapshot) return nullptr;
  const auto found = std::ranges::find_if(snapshot->accounts, [&](const AccountSnapshot& each) {
    return each.exchange == account.exchange && each.label == account.label;
  });
  return found == snapshot->accounts.end() ? nullptr : &*found;
}

bool was_absent(const AccountSnapshot* before, const std::string& wallet) {
  return before != nullptr && std::ranges::any_of(before->wallets, [&](const WalletSnapshot& each) {
           return each.wallet == wallet && each.status == WalletStatus::not_enabled;
         });
}

/// Says once that a wallet was never opened (semantics B3).
void note_absent_wallets(Snapshot& snapshot, const std::optional<Snapshot>& previous) {
  for (const auto& account : snapshot.accounts)
    for (const auto& wallet : account.wallets) {
      if (wallet.status != WalletStatus::not_enabled) continue;
      if (was_absent(find_account(previous, account), wallet.wallet)) continue;
      snapshot.events.push_back({.kind = EventKind::wallet_absent,
                                 .exchange = account.exchange,
                                 .label = account.label,
                                 .wallet = wallet.wallet});
    }
}

/// Whether what the event says is so in this snapshot too. A doubted price and an odd row are none of these:
/// whoever meets them again says so again.
bool still_holds(const SnapshotEvent& event, const AccountSnapshot& account) {
  const auto wallet = std::ranges::find(account.wallets, event.wallet, &WalletSnapshot::wallet);
  if (wallet == account.wallets.end()) return false;
  const auto has_no_price = [&](const Token& token) { return token.balance.asset == event.asset && !token.price_usd; };
  switch (event.kind) {
    case EventKind::carrying_ended: return wallet->status == WalletStatus::failed;
    case EventKind::wallet_absent: return wallet->status == WalletStatus::not_enabled;
    case EventKind::price_lost: return std::ranges::any_of(wallet->tokens, has_no_price);
    case EventKind::price_doubted:
    case EventKind::row_not_read: return false;
  }
  return false;
}

/// What is said once must not go when a better snapshot of the same slot takes the place of the one that said it.
void repeat_events(Snapshot& snapshot, const Snapshot& previous) {
  if (previous.slot != snapshot.slot) return;
  for (const auto& event : previous.events) {
    const auto account = std::ranges::find_if(snapshot.accounts, [&](const AccountSnapshot& each) {
      return each.exchange == event.exchange && each.label == event.label;
    });
    if (account == snapshot.accounts.end() || !still_holds(event, *account)) continue;
    if (std::ranges::find(snapshot.events, event) == snapshot.events.end()) snapshot.events.push_back(event);
  }
}

/// What could not be understood is not in the total, so that it must be said.
void note_odd_rows(Snapshot& snapshot) {
  for (const auto& account : snapshot.accounts)
    for (const auto& wallet : account.wallets)
      if (!wallet.odd_rows.empty())
        snapshot.events.push_back({.kind = EventKind::row_not_read,
                                   .exchange = account.exchange,
                                   .label = account.label,
                                   .wallet = wallet.wallet});
}

void value(Snapshot& snapshot, const RunStamp& stamp, pricing::PriceBook& book,
           const std::optional<Snapshot>& previous) {
  const auto last = previous ? pricing::LastPrices{*previous, stamp.slot, stamp.carry_limit} : pricing::LastPrices{};
  pricing::value_snapshot(snapshot, book, last);
}

}  // namespace

UserOutcome assemble(std::string user_id, const std::vector<AccountOutcome>& outcomes, Time taken_at,
                     const RunStamp& stamp, pricing::PriceBook& book, const std::optional<Snapshot>& previous) {
  Snapshot snapshot{.user_id = std::move(user_id),
                    .slot = stamp.slot,
                    .taken_at = taken_at,
                    .run_id = stamp.run_id,
                    .trigger = stamp.trigger};
  for (const auto& outcome : outcomes) snapshot.accounts.push_back(read_account(outcome, taken_at));
  if (previous) carry_wallets(snapshot, *previous, stamp.carry_limit);
  auto kinds = kinds_of(failures(snapshot));
  if (std::ranges::find(kinds, ErrorKind::stopped) != kinds.end()) return Interrupted{};
  if (std::ranges::none_of(snapshot.accounts, counts))
    return UserFailure{.user_id = snapshot.user_id, .kinds = std::move(kinds)};
  note_absent_wallets(snapshot, previous);
  note_odd_rows(snapshot);
  snapshot.quality = count_wallets(snapshot, is_fresh);
  const bool is_partial = count_wallets(snapshot, is_missing) > 0;
  snapshot.status = is_partial ? SnapshotStatus::partial : SnapshotStatus::complete;
  value(snapshot, stamp, book, previous);
  if (previous) repeat_events(snapshot, *previous);
  return snapshot;
}

bool wants_previous(const UserOutcome& outcome) {
  if (std::holds_alternative<UserFailure>(outcome)) return true;
  const auto* snapshot = std::get_if<Snapshot>(&outcome);
  if (snapshot == nullptr) return false;
  const auto is_not_read = [](const WalletSnapshot& wallet) { return wallet.status != WalletStatus::ok; };
  return count_wallets(*snapshot, is_not_read) > 0 || !unpriced(*snapshot).empty();
}

}  // namespace saldo::snapshot
