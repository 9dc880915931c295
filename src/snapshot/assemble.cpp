#include "snapshot/assemble.h"

#include <algorithm>

#include "pricing/valuation.h"

namespace saldo::snapshot {
namespace {

WalletSnapshot read_wallet(WalletReading reading, Time taken_at) {
  WalletSnapshot wallet{.wallet = std::move(reading.wallet)};
  wallet.odd_rows = std::move(reading.odd_rows);
  if (reading.error) {
    const bool is_closed = reading.error->kind == ErrorKind::not_enabled;
    wallet.status = is_closed ? WalletStatus::not_enabled : WalletStatus::failed;
    wallet.error = std::move(reading.error);
    return wallet;
  }
  wallet.as_of = taken_at;
  for (auto& balance : reading.balances) wallet.tokens.push_back({.balance = std::move(balance)});
  return wallet;
}

AccountSnapshot read_account(AccountOutcome outcome, Time taken_at) {
  AccountSnapshot account{.exchange = outcome.account.id.exchange,
                          .label = outcome.account.id.label,
                          .exchange_name = outcome.account.exchange_name,
                          .exchange_ref = outcome.account.exchange_ref};
  if (!outcome.reading) {
    for (auto& wallet : outcome.wallets)
      account.wallets.push_back(
          {.wallet = std::move(wallet), .status = WalletStatus::failed, .error = outcome.reading.error()});
    return account;
  }
  for (auto& wallet : outcome.reading->wallets) account.wallets.push_back(read_wallet(std::move(wallet), taken_at));
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

}  // namespace

UserOutcome assemble(std::string user_id, std::vector<AccountOutcome> outcomes, Time taken_at, const RunStamp& stamp,
                     pricing::PriceBook& book) {
  Snapshot snapshot{.user_id = std::move(user_id),
                    .slot = stamp.slot,
                    .taken_at = taken_at,
                    .run_id = stamp.run_id,
                    .trigger = stamp.trigger};
  for (auto& outcome : outcomes) snapshot.accounts.push_back(read_account(std::move(outcome), taken_at));
  auto kinds = kinds_of(failures(snapshot));
  if (std::ranges::find(kinds, ErrorKind::stopped) != kinds.end()) return Interrupted{};
  if (std::ranges::none_of(snapshot.accounts, counts))
    return UserFailure{.user_id = snapshot.user_id, .kinds = std::move(kinds)};
  snapshot.quality = count_wallets(snapshot, is_fresh);
  const bool is_partial = count_wallets(snapshot, is_missing) > 0;
  snapshot.status = is_partial ? SnapshotStatus::partial : SnapshotStatus::complete;
  pricing::value_snapshot(snapshot, book);
  return snapshot;
}

}  // namespace saldo::snapshot
