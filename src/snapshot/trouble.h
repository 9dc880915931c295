#pragma once

#include <optional>
#include <string>

#include "core/account.h"
#include "core/balance.h"

namespace saldo::snapshot {

/// Three refusals in a row for a lasting reason, and an account is tried once a day until its credentials change
/// (semantics U4): a dead key asked about every four hours gets an address locked out at some exchanges.
inline constexpr int kFailuresToTrouble = 3;
/// A day, less what the slots of one schedule may be apart by lateness.
inline constexpr std::chrono::hours kTroublePause{23};

/// Why the account is not to be tried at `now`; nothing when it is.
std::optional<Error> trouble(const AccountState& state, Time now);

/// What is known of the account after it was read at `now` with the key of that fingerprint.
AccountState learned(const AccountState& before, const std::string& key_fingerprint,
                     const Result<AccountReading>& reading, Time now);

/// Whether the change from one to the other is worth writing down: not every success is.
bool is_news(const AccountState& before, const AccountState& after);

}  // namespace saldo::snapshot
