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
  co_return co_await store.run([&keyring](store::Store& s) { return check_keys(s, keyring); });
}

Result<void> check_keys(store::Store& store, const store::Keyring& keyring) {
  const auto users = first_users(store);
  if (!users) return fail(users.error());
  std::size_t tried = 0;
  std::size_t failed = 0;
  for (const User& user : *users)
    for (const LinkedAccount& account : user.accounts) {
      if (tried == kCredentialsTried || account.defect) continue;
      ++tried;
      failed += keyring.decrypt(account.credentials) ? 0 : 1;
    }
  if (failed * 2 <= tried) return {};
  return fail(ErrorKind::configuration,
              fmt::format("{} does not fit: {} of the first {} stored credentials do not decrypt with it. "
                          "Bring back the key that they were linked with (older keys may follow it, comma separated).",
                          keyring.origin(), failed, tried));
}

}  // namespace saldo::snapshot
