#pragma once

#include <vector>

#include "store/sqlite/connection.h"
#include "store/store.h"

namespace saldo::store::sqlite {

Result<std::vector<HistoryEntry>> read_history(Connection& connection, const HistoryQuery& query);

}  // namespace saldo::store::sqlite
