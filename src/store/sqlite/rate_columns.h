#pragma once

#include "core/price.h"
#include "store/sqlite/statement.h"

namespace saldo::store::sqlite {

/// Reads usd_brl, usd_brl_source, usd_brl_as_of and usd_brl_stale.
inline UsdBrl take_usd_brl(Rows& row) {
  return {.rate = row.decimal(), .source = row.text(), .as_of = row.time(), .stale = row.boolean()};
}

}  // namespace saldo::store::sqlite
