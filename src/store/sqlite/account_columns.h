#pragma once

#include <string_view>

#include "core/account.h"
#include "store/sqlite/statement.h"

namespace saldo::store::sqlite {

/// The columns of an account's state, in the order in which take_account_state reads them.
inline constexpr std::string_view kAccountStateColumns =
    "fingerprint, host, mode, last_nonce, failures_in_a_row, last_failure, tried_at";

AccountState take_account_state(Rows& row);

/// Reads user_id, exchange and label.
AccountId take_account_id(Rows& row);

}  // namespace saldo::store::sqlite
