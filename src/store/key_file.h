#pragma once

#include <filesystem>

#include "core/result.h"
#include "store/keyring.h"
#include "store/random.h"

namespace saldo::store {

/// Where the key of a SQLite database lies when there is no ENCRYPTION_KEY: beside it, "saldo.db.key".
std::filesystem::path key_file_of(const std::filesystem::path& database);

/// The keyring in `path`. Where there is no such file, one with a new key is made first, with mode 0600 and safely on
/// the disk. The folder must exist.
/// Fails with configuration when the file is readable for others, empty or no key; with store_unavailable or
/// store_full when it cannot be read or written. Every message says what to do.
Result<Keyring> open_key_file(const std::filesystem::path& path, const RandomSource& random);

}  // namespace saldo::store
