#include "transport/slot_log.h"

#include <algorithm>

#include "core/check.h"

namespace saldo::transport {
namespace {

constexpr int kSlotsPerWindow = 2048;

Steady rounded_up(Steady time, Steady::duration step) {
  const auto past = time.time_since_epoch() % step;
  return past == Steady::duration::zero() ? time : time + (step - past);
}

}  // namespace

SlotLog::SlotLog(Milliseconds window) : resolution_(std::max(Milliseconds{1}, window / kSlotsPerWindow)) {}

void SlotLog::add(Steady free_at, std::int64_t weight) {
  if (weight == 0) return;
  const Steady at = rounded_up(free_at, resolution_);
  sum_ += weight;
  if (begin() != end() && slots_.back().free_at >= at)
    slots_.back().weight += weight;
  else
    slots_.push_back({.free_at = at, .weight = weight});
}

void SlotLog::free_until(Steady now) {
  for (; begin() != end() && begin()->free_at <= now; ++first_) sum_ -= begin()->weight;
  if (first_ * 2 < slots_.size()) return;
  slots_.erase(slots_.begin(), begin());
  first_ = 0;
}

Steady SlotLog::time_at_most(std::int64_t target) const {
  std::int64_t left = sum_;
  for (const Slot& slot : *this) {
    left -= slot.weight;
    if (left <= target) return slot.free_at;
  }
  check(sum_ <= target, "a target below zero");
  return {};
}

}  // namespace saldo::transport
