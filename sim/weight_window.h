#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sim {

/// Request weight per address in fixed minutes of the server's clock, as Binance counts it, with its bans.
class WeightWindow {
 public:
  enum class Verdict { admitted, over_limit, banned };

  struct Charge {
    Verdict verdict = Verdict::admitted;
    /// Weight used by the address in this minute, this request included.
    std::int64_t used = 0;
    /// Until the address may ask again; 0 when admitted.
    std::int64_t retry_after_s = 0;
    std::int64_t banned_until_ms = 0;
  };

  /// With `enforced` false everything is counted and nothing refused.
  WeightWindow(std::int64_t limit_per_min, bool enforced) : limit_per_min_(limit_per_min), enforced_(enforced) {}

  /// Charges a request at `now_us`. Refused requests are charged too.
  Charge charge(std::string_view address, std::int64_t weight, std::int64_t now_us);

 private:
  struct Usage {
    std::int64_t minute = 0;
    std::int64_t used = 0;
    std::int64_t first_refusal_us = 0;
    int stubborn = 0;
    int bans = 0;
    std::int64_t banned_until_us = 0;
  };

  Usage& usage_of(std::string_view address, std::int64_t now_us);
  static void refuse(Usage& usage, std::int64_t now_us);

  std::int64_t limit_per_min_;
  bool enforced_;
  std::unordered_map<std::string, Usage> usages_;
};

}  // namespace sim
