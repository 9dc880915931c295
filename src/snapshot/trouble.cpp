#include "snapshot/trouble.h"

#include <algorithm>

#include <fmt/format.h>

namespace saldo::snapshot {
namespace {

/// What the account as a whole failed with: every wallet did, the first one with this.
const Error* failure_of(const Result<AccountReading>& reading) {
  if (!reading) return &reading.error();
  const auto& wallets = reading->wallets;
  const bool all_failed =
      !wallets.empty() && std::ranges::all_of(wallets, [](const auto& w) { return w.error.has_value(); });
  return all_failed ? &*wallets.front().error : nullptr;
}

}  // namespace

std::optional<Error> trouble(const AccountState& state, Time now) {
  if (state.failures_in_a_row < kFailuresToTrouble || !state.last_failure || !state.tried_at) return {};
  const Time again_at = *state.tried_at + kTroublePause;
  // A clock that was set back must not put the next try years away.
  if (now >= again_at || now < *state.tried_at) return {};
  return Error{.kind = *state.last_failure,
               .message = fmt::format("not tried: refused {} times in a row, last at {}; tried once a day until it is "
                                      "linked again",
                                      state.failures_in_a_row, iso_text(*state.tried_at))};
}

AccountState learned(const AccountState& before, const std::string& key_fingerprint,
                     const Result<AccountReading>& reading, Time now) {
  const bool is_same_key = before.fingerprint == key_fingerprint;
  AccountState state = is_same_key ? before : AccountState{.fingerprint = key_fingerprint};
  const Error* failure = failure_of(reading);
  if (failure != nullptr && nature(failure->kind) == Nature::passing) return state;
  state.tried_at = now;
  state.failures_in_a_row = failure == nullptr ? 0 : state.failures_in_a_row + 1;
  state.last_failure = failure == nullptr ? std::nullopt : std::optional{failure->kind};
  return state;
}

bool is_news(const AccountState& before, const AccountState& after) {
  AccountState without_time = after;
  without_time.tried_at = before.tried_at;
  return without_time != before || after.failures_in_a_row > 0;
}

}  // namespace saldo::snapshot
