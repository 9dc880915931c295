#include "transport/bucket.h"

#include <algorithm>
#include <utility>

#include "core/check.h"

namespace saldo::transport {
namespace {

/// Replies that may come without the usage header before we stop expecting one.
constexpr int kProbesMax = 3;

}  // namespace

Bucket::Bucket(const RateRule& rule, int share_percent)
    : rule_(&rule),
      own_max_(std::int64_t{rule.budget} * share_percent / 100),
      log_(rule.window),
      probes_left_(rule.usage_header ? kProbesMax : 0) {}

std::optional<Wait> Bucket::wait_for(int weight, Steady now) {
  free_until(now);
  if (closed_until_ > now) return Wait{closed_until_};
  if (probes_left_ > 0 && held_ > 0) return Wait{};
  return wait_for_room(std::max<std::int64_t>(0, own_max_ - weight), std::max(0, rule_->budget - weight));
}

/// `own_target` and `total_target`: what we, and all together, may use at most before the call.
std::optional<Wait> Bucket::wait_for_room(std::int64_t own_target, std::int64_t total_target) const {
  const std::int64_t own = log_.sum() + held_;
  if (own <= own_target && own + others_ <= total_target) return {};
  const std::int64_t target = std::min(own_target, total_target - others_) - held_;
  if (target >= 0) return Wait{log_.time_at_most(target)};
  // The room is held by calls in flight, or by others: what those use is unknown again when the last reading has aged.
  if (held_ > 0) return Wait{};
  return Wait{others_until_};
}

void Bucket::settle(int weight, Steady now, std::optional<int> used) {
  free_until(now);
  held_ -= weight;
  check(held_ >= 0, "a call was settled twice");
  log_.add(now + rule_->window, weight);
  if (used)
    learn(*used, now);
  else
    probes_left_ = std::max(0, probes_left_ - 1);
}

void Bucket::learn(int used, Steady now) {
  const auto excess = std::max<std::int64_t>(0, used - log_.sum() - held_);
  const bool first_reading = std::exchange(probes_left_, 0) > 0;
  if (first_reading) return log_.add(now + rule_->window, excess);
  others_ = excess;
  others_until_ = now + rule_->window;
}

void Bucket::close(Steady until) {
  closed_until_ = std::max(closed_until_, until);
  probes_left_ = std::max(probes_left_, 1);
}

bool Bucket::idle(Steady now) {
  free_until(now);
  return held_ == 0 && log_.sum() == 0 && others_ == 0 && closed_until_ <= now;
}

void Bucket::free_until(Steady now) {
  log_.free_until(now);
  if (others_until_ <= now) others_ = 0;
}

}  // namespace saldo::transport
