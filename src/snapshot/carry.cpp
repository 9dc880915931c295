#include "snapshot/carry.h"

#include <algorithm>

namespace saldo::snapshot {
namespace {

const AccountSnapshot* same_account(const Snapshot& previous, const AccountSnapshot& account) {
  const auto found = std::ranges::find_if(previous.accounts, [&](const AccountSnapshot& each) {
    return each.exchange == account.exchange && each.label == account.label;
  });
  if (found == previous.accounts.end()) return nullptr;
  const bool same_key = !account.key_fingerprint.empty() && found->key_fingerprint == account.key_fingerprint;
  return same_key ? &*found : nullptr;
}

/// The wallet's last reading that the previous snapshot counts; nullptr when it has none.
const WalletSnapshot* last_good(const AccountSnapshot& previous, const std::string& wallet) {
  const auto found = std::ranges::find(previous.wallets, wallet, &WalletSnapshot::wallet);
  if (found == previous.wallets.end() || !found->as_of) return nullptr;
  const bool counted = found->status == WalletStatus::ok || found->status == WalletStatus::carried;
  return counted ? &*found : nullptr;
}

void carry_amounts(WalletSnapshot& wallet, const WalletSnapshot& good) {
  wallet.status = WalletStatus::carried;
  wallet.as_of = good.as_of;
  for (const Token& token : good.tokens) wallet.tokens.push_back({.balance = token.balance});
  wallet.odd_rows = good.odd_rows;
}

void carry_wallet(Snapshot& snapshot, const AccountSnapshot& account, WalletSnapshot& wallet,
                  const WalletSnapshot& good, CarryLimit limit) {
  if (wallet.status == WalletStatus::not_enabled) wallet.status = WalletStatus::failed;
  if (snapshot.slot.at - *good.as_of <= limit) {
    carry_amounts(wallet, good);
    return;
  }
  snapshot.events.push_back({.kind = EventKind::carrying_ended,
                             .exchange = account.exchange,
                             .label = account.label,
                             .wallet = wallet.wallet});
}

}  // namespace

void carry_wallets(Snapshot& snapshot, const Snapshot& previous, CarryLimit limit) {
  for (AccountSnapshot& account : snapshot.accounts) {
    const AccountSnapshot* before = same_account(previous, account);
    if (before == nullptr) continue;
    for (WalletSnapshot& wallet : account.wallets) {
      if (wallet.status == WalletStatus::ok) continue;
      if (const auto* good = last_good(*before, wallet.wallet)) carry_wallet(snapshot, account, wallet, *good, limit);
    }
  }
}

}  // namespace saldo::snapshot
