#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "sim/delivery.h"
#include "sim/exchange.h"
#include "sim/faults.h"
#include "sim/stats.h"

namespace sim {

/// Time to answer: a fixed part and, on top, an exponentially distributed one of this mean.
struct Latency {
  std::chrono::microseconds fixed{0};
  std::chrono::microseconds jitter{0};
};

/// Microseconds since 1970.
using ClockUs = std::function<std::int64_t()>;

/// An exchange as the network meets it: its faults, its delays, and the book-keeping.
class Venue {
 public:
  /// `faults` and `users` outlive the venue.
  Venue(std::string id, std::unique_ptr<Exchange> exchange, FaultBook& faults, UserRequests& users, ClockUs clock);

  Delivery handle(const Request& request);

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const Exchange& exchange() const { return *exchange_; }
  [[nodiscard]] ExchangeStats& stats() { return stats_; }
  [[nodiscard]] const ExchangeStats& stats() const { return stats_; }

 private:
  std::string id_;
  std::unique_ptr<Exchange> exchange_;
  FaultBook& faults_;
  UserRequests& users_;
  ClockUs clock_;
  ExchangeStats stats_;
};

}  // namespace sim
