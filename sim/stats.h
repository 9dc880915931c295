#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/message.h"

namespace sim {

/// What one exchange has seen.
struct ExchangeStats {
  std::uint64_t requests = 0;
  std::uint64_t faulted = 0;
  std::array<std::uint64_t, kOutcomes> outcomes{};
  std::map<std::string, std::uint64_t, std::less<>> paths;
  std::uint64_t in_flight = 0;
  std::uint64_t peak_concurrency = 0;

  void count(std::string_view path, Outcome outcome, bool hit_by_fault);
  void enter();
  void leave() { --in_flight; }
  /// Forgets everything but what is under way.
  void reset();
};

/// Requests of each user, over all exchanges.
class UserRequests {
 public:
  explicit UserRequests(std::uint32_t users) : counts_(users) {}

  void count(std::uint32_t user) { ++counts_[user]; }
  [[nodiscard]] std::uint32_t of(std::uint32_t user) const { return counts_[user]; }
  void reset() { counts_.assign(counts_.size(), 0); }

 private:
  std::vector<std::uint32_t> counts_;
};

/// One entry of "exchanges" in /stats.
std::string to_json(const ExchangeStats& stats);

}  // namespace sim
