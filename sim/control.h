#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "sim/faults.h"
#include "sim/message.h"
#include "sim/stats.h"
#include "sim/truth.h"
#include "sim/venue.h"
#include "sim/world.h"

namespace sim {

/// The control port: readiness, truth, statistics, faults. README.md, "Control", describes it.
class Control {
 public:
  /// All of them outlive the control. `venues` are all exchanges and the price sources.
  Control(const World& world, const std::vector<std::unique_ptr<Venue>>& venues, UserRequests& users, FaultBook& faults,
          ClockUs clock);

  Reply answer(const Request& request);

 private:
  [[nodiscard]] Reply truth(const Request& request) const;
  [[nodiscard]] Reply truth_page(const Request& request) const;
  [[nodiscard]] std::string truth_of(std::uint32_t user) const;
  [[nodiscard]] Value append_account(std::string& out, AccountRef account) const;
  [[nodiscard]] Reply stats(const Request& request) const;
  Reply reset_stats();
  Reply set_faults(const Request& request);

  const World& world_;
  const std::vector<std::unique_ptr<Venue>>& venues_;
  UserRequests& users_;
  FaultBook& faults_;
  ClockUs clock_;
  /// One for each venue, in the same order.
  std::vector<Valuation> valuations_;
};

}  // namespace sim
