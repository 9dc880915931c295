#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "store/sqlite/connection.h"
#include "store/store.h"

namespace saldo::store::sqlite {

/// Streams active users page by page. Each page is a short read that starts after the last user of the one before.
Result<std::unique_ptr<UserStream>> stream_active_users(Connection& connection, const UserQuery& query);

Result<std::int64_t> count_active_users(Connection& connection, const UserQuery& query);

Result<std::vector<std::string>> exchanges_in_use(Connection& connection);

}  // namespace saldo::store::sqlite
