#include "transport/rate_limiter.h"

#include <algorithm>
#include <utility>

#include "core/check.h"

namespace saldo::transport {
namespace {

/// The wait that covers both. A reply may change everything, so it is not worth knowing the instant as well.
Wait longer(const Wait& left, const Wait& right) {
  if (!left.at || !right.at) return {};
  return {std::max(*left.at, *right.at)};
}

std::optional<int> reading_of(const Usage& usage, std::size_t rule) {
  for (const auto& reading : usage.readings)
    if (reading.rule == rule) return reading.used;
  return {};
}

}  // namespace

RateLimiter::RateLimiter(std::span<const RateRule> rules, int share_percent) : rules_(rules.begin(), rules.end()) {
  check(share_percent >= 1 && share_percent <= 100, "a share outside 1 to 100 percent");
  for (const RateRule& rule : rules_) pools_.emplace_back(rule, share_percent);
}

std::expected<Permit, Wait> RateLimiter::admit(std::span<const Charge> charges, Steady now) {
  if (banned_until_ > now) return std::unexpected(Wait{banned_until_});
  std::optional<Wait> wait;
  for (const Charge& charge : charges) {
    check(charge.weight > 0, "a call that weighs nothing");
    const auto bucket_wait = pools_.at(charge.rule).of(charge.owner).wait_for(charge.weight, now);
    if (bucket_wait) wait = wait ? longer(*wait, *bucket_wait) : *bucket_wait;
  }
  if (wait) return std::unexpected(*wait);
  Permit permit;
  for (const Charge& charge : charges) {
    Bucket& bucket = pools_[charge.rule].of(charge.owner);
    bucket.take(charge.weight);
    permit.taken_.push_back({.rule = charge.rule, .bucket = &bucket, .weight = charge.weight});
  }
  return permit;
}

void RateLimiter::settle(Permit permit, Steady now, const Usage& usage) {
  for (const auto& taken : permit.taken_) taken.bucket->settle(taken.weight, now, reading_of(usage, taken.rule));
  punish(permit, now, usage);
  for (const auto& taken : permit.taken_) pools_[taken.rule].forget_idle(now);
}

void RateLimiter::abandon(Permit permit, Steady now) { settle(std::move(permit), now, {}); }

void RateLimiter::punish(const Permit& permit, Steady now, const Usage& usage) {
  if (usage.banned) banned_until_ = std::max(banned_until_, now + usage.retry_after.value_or(kUnstatedBan));
  if (!usage.limited) return;
  for (const auto& taken : permit.taken_) {
    if (usage.limited_rule.value_or(taken.rule) != taken.rule) continue;
    taken.bucket->close(now + usage.retry_after.value_or(rules_[taken.rule].window));
  }
}

std::size_t RateLimiter::bucket_count() const {
  std::size_t count = 0;
  for (const BucketPool& pool : pools_) count += pool.size();
  return count;
}

}  // namespace saldo::transport
