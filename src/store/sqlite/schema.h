#pragma once

#include <span>
#include <string_view>

#include "core/result.h"
#include "store/sqlite/connection.h"

namespace saldo::store::sqlite {

/// What takes a database from the version before to `version`.
struct MigrationStep {
  int version;
  std::string_view sql;
};

/// "sald" in the file's header: tells saldo's databases from other programs'.
inline constexpr int kApplicationId = 0x73616C64;

/// Every version that there was, oldest first, from 1 without gaps. Steps that were released never change.
std::span<const MigrationStep> schema_steps();

/// Brings the database to the version of the last step, in one transaction; an empty file gets all of them.
/// Fails with store_newer when it is beyond that, with configuration when it is another program's.
Result<void> migrate(Connection& connection, std::span<const MigrationStep> steps);

}  // namespace saldo::store::sqlite
