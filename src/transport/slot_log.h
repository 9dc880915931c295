#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/time.h"

namespace saldo::transport {

/// Weights, each of which is freed at its own instant. Instants are rounded up to 1/2048 of the window (at least
/// 1 ms), so a log stays small whatever the budget; that costs 0.02 % of a limit.
class SlotLog {
 public:
  struct Slot {
    Steady free_at;
    std::int64_t weight;
  };

  explicit SlotLog(Milliseconds window);

  /// `free_at` never lies before that of an earlier call.
  void add(Steady free_at, std::int64_t weight);
  void free_until(Steady now);
  std::int64_t sum() const { return sum_; }
  /// The first instant when no more than `target` (0 or more) is left.
  Steady time_at_most(std::int64_t target) const;

  auto begin() const { return slots_.begin() + static_cast<std::ptrdiff_t>(first_); }
  auto end() const { return slots_.end(); }

 private:
  Steady::duration resolution_;
  std::vector<Slot> slots_;  ///< by free_at; those before first_ are free
  std::size_t first_ = 0;
  std::int64_t sum_ = 0;
};

}  // namespace saldo::transport
