#pragma once

#include <string>
#include <vector>

#include "core/clock.h"
#include "core/log.h"
#include "core/price.h"
#include "driver/driver.h"
#include "snapshot/store_access.h"

namespace saldo::snapshot {

/// Gets the price board of a slot: the stored one, as far as it goes; what it lacks is fetched, and what cannot be
/// fetched is taken from the newest earlier board and marked stale. A rate is never invented: without any, ever, it
/// fails with no_price_source and names who was asked. With `keep`, a board that grew is stored.
Task<Result<PriceBoard>> obtain_prices(Slot slot, std::vector<std::string> exchanges, bool keep, StoreAccess& store,
                                       driver::Driver& driver, Clock& clock, Logger& log);

}  // namespace saldo::snapshot
