#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/rate_rule.h"
#include "core/time.h"
#include "transport/bucket.h"
#include "transport/bucket_pool.h"

namespace saldo::transport {

/// What one call costs in one bucket.
struct Charge {
  std::size_t rule = 0;    ///< index of the RateRule
  std::string_view owner;  ///< the key's or user's id; empty for LimitScope::ip
  int weight = 1;          ///< above 0
};

/// What a reply says about limits.
struct Usage {
  struct Reading {
    std::size_t rule;
    int used;
  };
  std::vector<Reading> readings = {};  ///< from headers: used of the whole budget, by all who share it
  bool limited = false;                ///< refused for the limit (429)
  std::optional<std::size_t> limited_rule =
      {};               ///< whose limit, where the reply tells; otherwise all that were charged
  bool banned = false;  ///< the address is refused altogether (418, 403)
  std::optional<Milliseconds> retry_after = {};
};

/// Room for one call. Give it back with settle() or abandon(): dropped, it holds the room for ever.
class [[nodiscard]] Permit {
 public:
  Permit(Permit&&) = default;
  Permit& operator=(Permit&&) = default;

 private:
  friend class RateLimiter;
  struct Taken {
    std::size_t rule;
    Bucket* bucket;
    int weight;
  };
  Permit() = default;
  std::vector<Taken> taken_;
};

/// All limits of one exchange as seen from one address: a state machine without clock, waiting or input and output.
///
/// Whoever wants to call asks admit(), makes the call, and gives the permit back with what the reply said. Those who
/// must wait are queued outside, first come, first served, so that a heavy call is not overtaken for ever.
/// `now` must never go back.
class RateLimiter {
 public:
  /// A ban that does not say how long it lasts. Bybit: "wait at least 10 minutes" (v5, rate-limit).
  static constexpr Milliseconds kUnstatedBan{10 * 60 * 1000};
  /// The longest ban that an exchange states: Binance's 418, 3 days.
  static constexpr Milliseconds kLongestBan{3 * 24 * 60 * 60 * 1000LL};

  /// `share_percent`: how much of each budget is ours, 1 to 100.
  RateLimiter(std::span<const RateRule> rules, int share_percent);
  RateLimiter(const RateLimiter&) = delete;
  RateLimiter& operator=(const RateLimiter&) = delete;

  /// Room in every bucket at once, or in none. Each bucket may be charged once.
  std::expected<Permit, Wait> admit(std::span<const Charge> charges, Steady now);
  /// The reply has come.
  void settle(Permit permit, Steady now, const Usage& usage);
  /// No reply will come; the exchange may have counted the call all the same.
  void abandon(Permit permit, Steady now);

  /// What the next process must know to keep within the limits: the address's buckets and bans, as lines of text.
  /// `wall` is the time of day at `now`.
  std::string save(Steady now, Time wall);
  /// Takes over what save() wrote. False, and nothing is changed, when it cannot be read; unknown buckets are skipped.
  bool restore(std::string_view text, Steady now, Time wall);

  /// Buckets in memory.
  std::size_t bucket_count() const;

 private:
  void punish(const Permit& permit, Steady now, const Usage& usage);

  std::vector<RateRule> rules_;
  std::vector<BucketPool> pools_;  ///< one a rule
  Steady banned_until_{};
};

}  // namespace saldo::transport
