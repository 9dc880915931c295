#pragma once

#include "core/snapshot.h"

namespace saldo::snapshot {

/// How long what was once known may stand in for what cannot be read: SALDO_CARRY_DAYS.
using CarryLimit = Milliseconds;

/// Gives each wallet that failed the amounts of its last good reading, as far as the previous snapshot has them: of the
/// same account with the same key, and not older than the limit. What has grown older leaves the total with an event
/// (semantics C1, C2). A wallet that says "not opened" but was read before has failed (semantics B3).
void carry_wallets(Snapshot& snapshot, const Snapshot& previous, CarryLimit limit);

}  // namespace saldo::snapshot
