#include "snapshot/report.h"

#include <algorithm>

#include "core/check.h"

namespace saldo::snapshot {
namespace {

/// The first thing wrong with the account that is a failure; a wallet never opened is none.
const Error* failure_of(const AccountOutcome& outcome) {
  if (!outcome.reading) return &outcome.reading.error();
  for (const auto& wallet : outcome.reading->wallets)
    if (wallet.error && wallet.error->kind != ErrorKind::not_enabled) return &*wallet.error;
  return nullptr;
}

std::int64_t& users_that_ended(UserTally::Ending ending, RunCounts& counts) {
  switch (ending) {
    case UserTally::Ending::complete: return counts.users_complete;
    case UserTally::Ending::partial: return counts.users_partial;
    case UserTally::Ending::failed: return counts.users_failed;
  }
  check(false, "an Ending outside its enum");
  return counts.users_failed;
}

void take_snapshot(UserTally& user, const Snapshot& snapshot) {
  const bool is_complete = snapshot.status == SnapshotStatus::complete;
  user.ending = is_complete ? UserTally::Ending::complete : UserTally::Ending::partial;
  user.quality = snapshot.quality;
  user.total_usd = snapshot.total_usd;
  user.total_brl = snapshot.total_brl;
  user.stale_accounts = std::ranges::count_if(snapshot.accounts, is_stale);
}

}  // namespace

bool UserTally::is_worth_another_try() const {
  return std::ranges::any_of(
      failed_accounts, [](const FailedAccount& account) { return nature(account.error.kind) == Nature::passing; });
}

UserTally tally(const std::vector<AccountOutcome>& outcomes, const UserOutcome& outcome) {
  UserTally user{.accounts = static_cast<std::int64_t>(outcomes.size())};
  for (const auto& each : outcomes)
    if (const Error* error = failure_of(each)) user.failed_accounts.push_back({each.account.id.exchange, *error});
  if (const auto* snapshot = std::get_if<Snapshot>(&outcome)) take_snapshot(user, *snapshot);
  return user;
}

Decimal RunReport::zero_money() { return Arithmetic{}.round(Decimal{}, 2); }

void RunReport::count(const UserTally& user, int sign) {
  const auto failed = static_cast<std::int64_t>(user.failed_accounts.size());
  users_that_ended(user.ending, run.counts) += sign;
  run.counts.accounts_total += sign * user.accounts;
  run.counts.accounts_failed += sign * failed;
  run.counts.accounts_ok += sign * (user.accounts - failed);
  run.counts.accounts_stale += sign * user.stale_accounts;
  if (user.ending == UserTally::Ending::failed && user.is_worth_another_try()) users_failed_in_passing += sign;
  Arithmetic math;
  total_usd = sign > 0 ? math.add(total_usd, user.total_usd) : math.subtract(total_usd, user.total_usd);
  total_brl = sign > 0 ? math.add(total_brl, user.total_brl) : math.subtract(total_brl, user.total_brl);
  count_errors(user, sign);
}

void RunReport::count_errors(const UserTally& user, int sign) {
  for (const auto& [exchange, error] : user.failed_accounts) {
    auto& group = errors[{exchange, error.kind}];
    group.accounts += sign;
    if (group.example.empty()) group.example = error.message;
  }
  std::erase_if(errors, [](const auto& entry) { return entry.second.accounts == 0; });
}

}  // namespace saldo::snapshot
