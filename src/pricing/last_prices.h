#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/snapshot.h"
#include "pricing/price_book.h"

namespace saldo::pricing {

/// The prices that a user's previous snapshot was valued with: what stands in for a price that is missing now
/// (semantics V2).
class LastPrices {
 public:
  LastPrices() = default;
  /// Prices older than `limit` at `slot` are kept apart.
  LastPrices(const Snapshot& previous, Slot slot, Milliseconds limit);

  /// Marked stale.
  std::optional<Price> find(std::string_view exchange, std::string_view asset) const;
  /// There was a price, and it has grown too old to be used.
  bool has_expired(std::string_view exchange, std::string_view asset) const;

 private:
  struct Entry {
    Price price;
    bool expired = false;
  };
  std::map<std::pair<std::string, std::string>, Entry> entries_;  // by exchange and asset
};

}  // namespace saldo::pricing
