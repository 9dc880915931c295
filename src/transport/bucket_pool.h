#pragma once

#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "transport/bucket.h"

namespace saldo::transport {

/// The buckets of one rule, one an owner, made when first asked for. Those of keys and users are forgotten when idle.
class BucketPool {
 public:
  /// Owners that are remembered at once. Beyond it the one not heard of for longest is forgotten, which is harmless:
  /// a bucket that is near its limit has been heard of lately.
  static constexpr std::size_t kOwnersMax = 200'000;

  BucketPool(const RateRule& rule, int share_percent) : rule_(&rule), share_percent_(share_percent) {}

  /// Stays valid while a call is in flight, and until the next forget_idle().
  Bucket& of(std::string_view owner);
  void forget_idle(Steady now);
  std::size_t size() const { return owned_.size(); }

 private:
  struct Owned {
    std::string owner;
    Bucket bucket;
  };

  const RateRule* rule_;
  int share_percent_;
  std::list<Owned> owned_;  ///< the one asked for last is the last
  std::unordered_map<std::string_view, std::list<Owned>::iterator> by_owner_;
};

}  // namespace saldo::transport
