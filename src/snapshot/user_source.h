#pragma once

#include <deque>
#include <memory>
#include <optional>

#include "snapshot/store_access.h"

namespace saldo::snapshot {

/// Hands out the users of a store one by one to many takers, a page in memory at a time.
class UserSource {
 public:
  UserSource(StoreAccess& store, store::UserQuery query) : store_(store), query_(std::move(query)) {}

  /// The next user; nothing at the end. After a failure every call fails.
  Task<Result<std::optional<User>>> next();

 private:
  Task<> refill();
  Result<std::vector<User>> read_page(store::Store& store);

  StoreAccess& store_;
  store::UserQuery query_;
  std::unique_ptr<store::UserStream> stream_;  // touched on the store's executor only
  std::deque<User> page_;
  bool ended_ = false;
  std::optional<Error> failure_;
  Turnstile turnstile_;
};

}  // namespace saldo::snapshot
