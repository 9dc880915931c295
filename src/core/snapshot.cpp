#include "core/snapshot.h"

#include <algorithm>
#include <array>

#include "core/check.h"
#include "core/run.h"

namespace saldo {
namespace {

template <class Enum>
struct Named {
  Enum value;
  std::string_view name;
};

constexpr std::array kWalletStatuses{Named{WalletStatus::ok, "ok"}, Named{WalletStatus::carried, "carried"},
                                     Named{WalletStatus::not_enabled, "not_enabled"},
                                     Named{WalletStatus::failed, "failed"}};
constexpr std::array kSnapshotStatuses{Named{SnapshotStatus::complete, "complete"},
                                       Named{SnapshotStatus::partial, "partial"}};
constexpr std::array kEventKinds{
    Named{EventKind::carrying_ended, "carrying_ended"}, Named{EventKind::price_lost, "price_lost"},
    Named{EventKind::price_doubted, "price_doubted"}, Named{EventKind::row_not_read, "row_not_read"},
    Named{EventKind::wallet_absent, "wallet_absent"}};
constexpr std::array kTriggers{Named{Trigger::manual, "manual"}, Named{Trigger::schedule, "schedule"},
                               Named{Trigger::catch_up, "catch_up"}};

constexpr std::array kRunEndings{Named{RunEnding::running, "running"}, Named{RunEnding::done, "done"},
                                 Named{RunEnding::stopped, "stopped"}, Named{RunEnding::failed, "failed"}};

template <class Rows, class Enum>
std::string_view name_in(const Rows& rows, Enum value) {
  const auto row = std::ranges::find(rows, value, &Named<Enum>::value);
  check(row != rows.end(), "a value outside its enum");
  return row->name;
}

template <class Enum, class Rows>
std::optional<Enum> value_in(const Rows& rows, std::string_view name) {
  const auto row = std::ranges::find(rows, name, &Named<Enum>::name);
  if (row == rows.end()) return {};
  return row->value;
}

bool wallet_counts(const WalletSnapshot& wallet) {
  return wallet.status == WalletStatus::ok || wallet.status == WalletStatus::carried;
}

}  // namespace

std::string_view name(WalletStatus status) { return name_in(kWalletStatuses, status); }
std::string_view name(SnapshotStatus status) { return name_in(kSnapshotStatuses, status); }
std::string_view name(RunEnding ending) { return name_in(kRunEndings, ending); }
std::string_view name(EventKind kind) { return name_in(kEventKinds, kind); }
std::string_view name(Trigger trigger) { return name_in(kTriggers, trigger); }

std::optional<WalletStatus> wallet_status(std::string_view name) {
  return value_in<WalletStatus>(kWalletStatuses, name);
}
std::optional<SnapshotStatus> snapshot_status(std::string_view name) {
  return value_in<SnapshotStatus>(kSnapshotStatuses, name);
}
std::optional<RunEnding> run_ending(std::string_view name) { return value_in<RunEnding>(kRunEndings, name); }
std::optional<EventKind> event_kind(std::string_view name) { return value_in<EventKind>(kEventKinds, name); }
std::optional<Trigger> trigger(std::string_view name) { return value_in<Trigger>(kTriggers, name); }

Decimal Balance::total() const {
  Arithmetic math;
  return math.subtract(math.add(free, locked), borrowed);
}

std::vector<Failure> failures(const Snapshot& snapshot) {
  std::vector<Failure> found;
  for (const auto& account : snapshot.accounts)
    for (const auto& wallet : account.wallets)
      if (wallet.error && wallet.status != WalletStatus::not_enabled)
        found.push_back({.exchange = account.exchange,
                         .label = account.label,
                         .wallet = wallet.wallet,
                         .error = *wallet.error,
                         .carried_from = wallet.status == WalletStatus::carried ? wallet.as_of : std::nullopt});
  return found;
}

std::vector<Unpriced> unpriced(const Snapshot& snapshot) {
  std::vector<Unpriced> found;
  for (const auto& account : snapshot.accounts)
    for (const auto& wallet : account.wallets)
      for (const auto& token : wallet.tokens)
        if (!token.price_usd)
          found.push_back({account.exchange, account.label, token.balance.asset, token.balance.total()});
  return found;
}

bool counts(const AccountSnapshot& account) { return std::ranges::any_of(account.wallets, wallet_counts); }

bool is_stale(const AccountSnapshot& account) {
  return std::ranges::any_of(account.wallets, [](const auto& w) { return w.status == WalletStatus::carried; });
}

}  // namespace saldo
