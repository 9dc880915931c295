#pragma once

#include <optional>

#include "core/error.h"
#include "core/time.h"

namespace saldo::driver {

/// Stops asking a peer that does not answer: after many failures in a row it lets nothing through for a while. After
/// that a single failure shuts it again. So a dead exchange costs a run seconds, not a time-out for every user.
class Breaker {
 public:
  static constexpr int kFailuresToOpen = 20;
  static constexpr Milliseconds kOpenFor{30'000};

  /// Nothing may go now.
  bool is_open(Steady now) const { return open_until_ && now < *open_until_; }
  /// The peer answered, be it with an error of its own.
  void succeed();
  /// The peer did not answer, or said that it cannot.
  void fail(const Error& error, Steady now);
  /// What kept failing.
  const Error& reason() const { return reason_; }

 private:
  int failures_in_a_row_ = 0;
  std::optional<Steady> open_until_;
  Error reason_;
};

}  // namespace saldo::driver
