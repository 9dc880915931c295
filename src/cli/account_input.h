#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/outside.h"
#include "core/account.h"
#include "core/result.h"
#include "exchange/exchange.h"

namespace saldo::cli {

/// An account with its keys in the clear, as somebody gave it to us.
struct GivenAccount {
  AccountId id;
  Credentials credentials;
};

/// Reads one account as JSON: {"user_id", "exchange_id", "label", "api_key", "api_secret", "passphrase", "uid"}.
/// What is not there is left empty. Errors name the field, never its value.
Result<GivenAccount> read_account(std::string_view json);

/// Reads an account a line. Fails with every line that is wrong, up to a dozen.
Result<std::vector<GivenAccount>> read_accounts(std::string_view json_lines);

/// Asks for each of the exchange's credentials at the terminal, without showing what is typed.
Result<Credentials> ask_for_credentials(const exchange::Exchange& exchange, const Outside& outside);

/// Whether the account could work at all: a known exchange, every credential that it wants, no stray characters.
Result<void> check_account(const GivenAccount& account);

}  // namespace saldo::cli
