#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/run.h"
#include "driver/driver.h"
#include "snapshot/assemble.h"

namespace saldo::snapshot {

/// What one user adds to a run's report.
struct UserTally {
  struct FailedAccount {
    std::string exchange;
    Error error;
  };

  enum class Ending { complete, partial, failed };
  std::string user_id;
  Ending ending = Ending::failed;
  int quality = 0;  ///< of the snapshot: what a better one has more of
  Decimal total_usd;
  Decimal total_brl;
  std::int64_t accounts = 0;
  std::int64_t stale_accounts = 0;
  std::vector<FailedAccount> failed_accounts;

  /// Something failed that may work later.
  bool is_worth_another_try() const;
  /// More wallets were read: then the store takes the snapshot for the other one (semantics S4).
  bool is_better_than(const UserTally& other) const { return quality > other.quality; }
};

/// Counts what was read and what came of it. Not for Interrupted.
UserTally tally(std::string user_id, const std::vector<AccountOutcome>& outcomes, const UserOutcome& outcome);

/// Failures of one kind at one exchange, over all users.
struct ErrorGroup {
  std::int64_t accounts = 0;
  std::string example;  ///< one of the messages
};

/// What came of a run.
struct RunReport {
  Run run;
  std::optional<UsdBrl> usd_brl;     ///< nothing when there was nobody to value
  Decimal total_usd = zero_money();  ///< over the users of this run, two places
  Decimal total_brl = zero_money();
  driver::RequestCounts requests;
  std::map<std::pair<std::string, ErrorKind>, ErrorGroup> errors;  ///< by exchange and kind
  std::int64_t users_failed_in_passing = 0;                        ///< run it again
  std::optional<Error> ended_by;                                   ///< what stopped the run before its end

  void add(const UserTally& user) { count(user, 1); }
  /// Takes back what was added, when a second try came out better.
  void remove(const UserTally& user) { count(user, -1); }
  /// Something is left for a passing reason.
  bool is_unfinished() const { return users_failed_in_passing > 0 || run.ending == RunEnding::stopped; }

 private:
  static Decimal zero_money();
  void count(const UserTally& user, int sign);
  void count_errors(const UserTally& user, int sign);
};

}  // namespace saldo::snapshot
