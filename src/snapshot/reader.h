#pragma once

#include <vector>

#include "core/account.h"
#include "driver/driver.h"
#include "snapshot/assemble.h"
#include "store/keyring.h"

namespace saldo::snapshot {

/// Reads a user's accounts side by side, each with its own credentials, which live no longer than the reading.
/// Accounts in trouble (semantics U4) and those that nobody can read are not tried, and fail with the reason.
/// The outcomes are in the order of the accounts.
Task<std::vector<AccountOutcome>> read_accounts(std::vector<LinkedAccount> accounts, driver::Driver& driver,
                                                const store::Keyring& keyring, Clock& clock);

}  // namespace saldo::snapshot
