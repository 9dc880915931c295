#pragma once

#include "snapshot/store_access.h"
#include "store/keyring.h"

namespace saldo::snapshot {

/// Tries the keyring on the first hundred credentials. Fails with configuration when most of them do not decrypt:
/// then the key is wrong, not the accounts (semantics F3).
Task<Result<void>> check_keys(StoreAccess& store, const store::Keyring& keyring);
Result<void> check_keys(store::Store& store, const store::Keyring& keyring);

}  // namespace saldo::snapshot
