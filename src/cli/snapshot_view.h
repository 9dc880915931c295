#pragma once

#include <iosfwd>
#include <string>

#include "core/snapshot.h"
#include "store/store.h"

namespace saldo::cli {

/// A snapshot for people: every token by value, what is missing and why, the total with its status.
void print_snapshot(std::ostream& out, const Snapshot& snapshot, bool with_prices);

/// "complete", or "partial: kraken spot: timeout": what follows every total (semantics F4).
std::string status_text(const Snapshot& snapshot);
std::string status_text(const store::HistoryEntry& entry);

}  // namespace saldo::cli
