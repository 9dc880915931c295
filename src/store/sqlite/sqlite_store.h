#pragma once

#include <filesystem>
#include <memory>

#include "core/result.h"
#include "core/time.h"
#include "store/store.h"

namespace saldo::store {

/// How long a call waits for another process that is writing.
inline constexpr Milliseconds kBusyTimeout{5000};

struct SqliteOptions {
  Milliseconds busy_timeout = kBusyTimeout;
};

/// Opens a person's own database, one file. A new one is made where there is none (mode 0600, missing folders 0700);
/// an older one is brought up to date. Any number of processes may have it open.
/// Beyond the failures of every Store: configuration when the file belongs to another program.
Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& path, const SqliteOptions& options = {});

}  // namespace saldo::store
