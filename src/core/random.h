#pragma once

#include <cstdint>

namespace saldo {

/// Numbers for jitter and ids, never for keys. The same seed gives the same numbers (SplitMix64).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// From 0 to `limit` - 1; `limit` must not be 0.
  std::uint64_t below(std::uint64_t limit) { return next() % limit; }

 private:
  std::uint64_t state_;
};

}  // namespace saldo
