#include "transport/bucket_pool.h"

namespace saldo::transport {

Bucket& BucketPool::of(std::string_view owner) {
  const auto found = by_owner_.find(owner);
  if (found != by_owner_.end()) {
    owned_.splice(owned_.end(), owned_, found->second);
    return found->second->bucket;
  }
  owned_.push_back({std::string{owner}, Bucket{*rule_, share_percent_}});
  by_owner_.emplace(owned_.back().owner, std::prev(owned_.end()));
  return owned_.back().bucket;
}

void BucketPool::forget_idle(Steady now) {
  if (rule_->scope == LimitScope::ip) return;
  constexpr int kAtOnce = 2;  // more than one a call, so that the pool shrinks, and never a long pause
  for (int i = 0; i < kAtOnce && !owned_.empty(); ++i) {
    Owned& oldest = owned_.front();
    const bool dispensable = oldest.bucket.idle(now) || (owned_.size() > kOwnersMax && oldest.bucket.held() == 0);
    if (!dispensable) return;
    by_owner_.erase(oldest.owner);
    owned_.pop_front();
  }
}

}  // namespace saldo::transport
