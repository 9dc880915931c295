#include "snapshot/report.h"

#include <algorithm>

#include "core/check.h"

namespace saldo::snapshot {
namespace {

/// Whether a wallet that says "not opened" has failed was settled where the snapshot was made (semantics B3). Of a user
/// without a snapshot every wallet has.
bool has_failed(const AccountId& account, const std::string& wallet, const Snapshot* snapshot) {
  if (snapshot == nullptr) return true;
  return std::ranges::any_of(failures(*snapshot), [&](const Failure& failure) {
    return failure.exchange == account.exchange && failure.label == account.label && failure.wallet == wallet;
  });
}

/// What is wrong with the account; nullptr when nothing is. That a wallet was not opened is said only for want of more.
const Error* failure_of(const AccountOutcome& outcome, const Snapshot* snapshot) {
  if (!outcome.reading) return &outcome.reading.error();
  const Error* not_opened = nullptr;
  for (const auto& wallet : outcome.reading->wallets) {
    if (!wallet.error) continue;
    if (wallet.error->kind != ErrorKind::not_enabled) return &*wallet.error;
    if (has_failed(outcome.account.id, wallet.wallet, snapshot)) not_opened = &*wallet.error;
  }
  return not_opened;
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

UserTally tally(std::string user_id, const std::vector<AccountOutcome>& outcomes, const UserOutcome& outcome) {
  UserTally user{.user_id = std::move(user_id), .accounts = static_cast<std::int64_t>(outcomes.size())};
  const auto* snapshot = std::get_if<Snapshot>(&outcome);
  for (const auto& each : outcomes)
    if (const Error* error = failure_of(each, snapshot))
      user.failed_accounts.push_back({each.account.id.exchange, *error});
  if (snapshot != nullptr) take_snapshot(user, *snapshot);
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
