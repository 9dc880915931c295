#include "snapshot/key_check.h"

#include <fmt/format.h>

namespace saldo::snapshot {
namespace {

constexpr std::size_t kCredentialsTried = 100;

Result<std::vector<User>> first_users(store::Store& store) {
  auto stream = store.active_users({});
  if (!stream) return fail(stream.error());
  return (*stream)->next(kCredentialsTried);
}

}  // namespace

Task<Result<void>> check_keys(StoreAccess& store, const store::Keyring& keyring) {
  const auto users = co_await store.run(first_users);
  if (!users) co_return fail(users.error());
  std::size_t tried = 0;
  std::size_t failed = 0;
  for (const User& user : *users)
    for (const LinkedAccount& account : user.accounts) {
      if (tried == kCredentialsTried || account.defect) continue;
      ++tried;
      failed += keyring.decrypt(account.credentials) ? 0 : 1;
    }
  if (failed * 2 <= tried) co_return Result<void>{};
  co_return fail(
      ErrorKind::configuration,
      fmt::format("{} does not fit: {} of the first {} stored credentials do not decrypt with it. "
                  "Bring back the key that they were linked with (older keys may follow it, comma separated).",
                  keyring.origin(), failed, tried));
}

}  // namespace saldo::snapshot
