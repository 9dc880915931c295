#include "snapshot/report.h"

#include <algorithm>

namespace saldo::snapshot {
namespace {

/// The first thing wrong with the account that is a failure; a wallet never opened is none.
const Error* failure_of(const AccountOutcome& outcome) {
  if (!outcome.reading) return &outcome.reading.error();
  for (const auto& wallet : outcome.reading->wallets)
    if (wallet.error && wallet.error->kind != ErrorKind::not_enabled) return &*wallet.error;
  return nullptr;
}

}  // namespace

Decimal RunReport::zero_money() { return Arithmetic{}.round(Decimal{}, 2); }

void RunReport::add_accounts(const std::vector<AccountOutcome>& outcomes) {
  for (const auto& outcome : outcomes) {
    ++run.counts.accounts_total;
    const Error* error = failure_of(outcome);
    if (error == nullptr) {
      ++run.counts.accounts_ok;
      continue;
    }
    ++run.counts.accounts_failed;
    auto& group = errors[{outcome.account.id.exchange, error->kind}];
    ++group.accounts;
    if (group.example.empty()) group.example = error->message;
  }
}

void RunReport::add(const Snapshot& snapshot) {
  ++(snapshot.status == SnapshotStatus::complete ? run.counts.users_complete : run.counts.users_partial);
  run.counts.accounts_stale += std::ranges::count_if(snapshot.accounts, is_stale);
  Arithmetic math;
  total_usd = math.add(total_usd, snapshot.total_usd);
  total_brl = math.add(total_brl, snapshot.total_brl);
}

void RunReport::add(const UserFailure& failure) {
  ++run.counts.users_failed;
  const auto passes = [](ErrorKind kind) { return nature(kind) == Nature::passing; };
  left_for_passing_reason |= std::ranges::any_of(failure.kinds, passes);
}

}  // namespace saldo::snapshot
