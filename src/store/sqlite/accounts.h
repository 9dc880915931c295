#pragma once

#include <optional>
#include <span>
#include <vector>

#include "store/sqlite/connection.h"
#include "store/sqlite/statement.h"
#include "store/store.h"

namespace saldo::store::sqlite {

/// The table of linked accounts, with what was learned about each.
class Accounts {
 public:
  explicit Accounts(Connection& connection);

  Result<void> link(std::span<const AccountKey> accounts);
  Result<bool> unlink(const AccountId& id);
  Result<std::vector<AccountEntry>> page(const std::optional<AccountId>& after, std::size_t limit);
  Result<void> save_states(std::span<const LearnedState> states);

 private:
  void link_one(const AccountKey& account);

  Connection& connection_;
  Statement insert_;
  Statement forget_other_key_;
  Statement delete_;
  Statement page_;
  Statement save_state_;
};

}  // namespace saldo::store::sqlite
