#pragma once

#include <memory>
#include <vector>

#include "cli/outside.h"
#include "core/endpoints.h"
#include "core/log.h"
#include "core/setting.h"
#include "store/keyring.h"
#include "store/store.h"

namespace saldo::cli {

/// Reads flags, environment and `.env`. Warnings go to `outside.err`.
Result<Settings> load_settings(const Outside& outside, std::vector<FlagValue> flags);

/// The database that the settings name.
Result<std::unique_ptr<store::Store>> open_store(const Settings& settings);

/// The keys that credentials are encrypted with. With SQLite and no ENCRYPTION_KEY: the key file beside the database,
/// made on first use, but never for a database that holds credentials already.
Result<store::Keyring> open_keyring(const Settings& settings, store::Store& store);

/// SALDO_ENDPOINTS, checked when the settings were loaded.
Endpoints endpoints(const Settings& settings);

/// Logs to `outside.err`.
Logger make_logger(const Settings& settings, const Outside& outside);

/// Where accounts and history are kept, for messages.
std::string store_name(const Settings& settings);

}  // namespace saldo::cli
