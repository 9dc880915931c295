#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "core/run.h"
#include "driver/driver.h"
#include "snapshot/assemble.h"

namespace saldo::snapshot {

/// Failures of one kind at one exchange, over all users.
struct ErrorGroup {
  std::int64_t accounts = 0;
  std::string example;  ///< the first one's message
};

/// What came of a run.
struct RunReport {
  Run run;
  std::optional<UsdBrl> usd_brl;     ///< nothing when there was nobody to value
  Decimal total_usd = zero_money();  ///< over the users of this run, two places
  Decimal total_brl = zero_money();
  driver::RequestCounts requests;
  std::map<std::pair<std::string, ErrorKind>, ErrorGroup> errors;  ///< by exchange and kind
  bool left_for_passing_reason = false;                            ///< run it again
  std::optional<Error> ended_by;                                   ///< what stopped the run before its end

  static Decimal zero_money();
  void add_accounts(const std::vector<AccountOutcome>& outcomes);
  void add(const Snapshot& snapshot);
  void add(const UserFailure& failure);
};

}  // namespace saldo::snapshot
