#pragma once

#include <cstdint>
#include <optional>

#include "core/rate_rule.h"
#include "core/time.h"
#include "transport/slot_log.h"

namespace saldo::transport {

/// When to ask a limiter again: at an instant, or when the next reply has come.
struct Wait {
  std::optional<Steady> at;
};

/// One limit of one owner. It never lets more through than the exchange counts, because a call holds its weight until
/// one window after its *reply*: the exchange saw it no later than that, and sees the next call no earlier than it is
/// sent, so the two never share a window, whatever the network does. That holds for windows of any kind.
class Bucket {
 public:
  /// `share_percent` of the budget is ours, 1 to 100.
  Bucket(const RateRule& rule, int share_percent);

  /// Nothing when `weight` fits now. A weight over our whole share fits when the bucket is empty.
  std::optional<Wait> wait_for(int weight, Steady now);
  void take(int weight) { held_ += weight; }
  /// The reply has come, or will never. `used` is what it says of the whole budget, our own calls included.
  void settle(int weight, Steady now, std::optional<int> used);
  /// Lets nothing through until then, and only one call at first after that.
  void close(Steady until);
  /// Counts calls of an earlier process.
  void add_used(Steady free_at, int weight) { log_.add(free_at, weight); }

  const RateRule& rule() const { return *rule_; }
  const SlotLog& log() const { return log_; }
  std::int64_t held() const { return held_; }
  Steady closed_until() const { return closed_until_; }
  /// Nothing would be lost by forgetting it.
  bool idle(Steady now);

 private:
  void free_until(Steady now);
  void learn(int used, Steady now);
  std::optional<Wait> wait_for_room(std::int64_t own_target, std::int64_t total_target) const;

  const RateRule* rule_;
  std::int64_t own_max_;
  SlotLog log_;
  std::int64_t held_ = 0;    ///< by calls in flight
  std::int64_t others_ = 0;  ///< what others on the same address or key use, as far as headers tell
  Steady others_until_{};    ///< by when that is freed
  Steady closed_until_{};
  int probes_left_;  ///< while not 0, what was used before is unknown: one call at a time
};

}  // namespace saldo::transport
