#pragma once

#include <optional>

#include "core/clock.h"
#include "core/log.h"
#include "core/price.h"
#include "driver/driver.h"

namespace saldo::snapshot {

/// Gets the USD/BRL rate of a slot: of the first source that answers with a recent one; of USDT's markets on the board
/// when none does; else the stored one, marked stale. A rate that jumped away from the stored one is believed only when
/// a second source agrees (semantics V4). Fails with no_price_source, naming who was asked, when there is none at all.
Task<Result<UsdBrl>> obtain_rate(const PriceBoard& board, const std::optional<UsdBrl>& stored, driver::Driver& driver,
                                 Clock& clock, Logger& log);

}  // namespace saldo::snapshot
