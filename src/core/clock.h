#pragma once

#include "core/async.h"
#include "core/time.h"

namespace saldo {

/// The only source of time. The program uses SystemClock; tests and simulations bring their own.
class Clock {
 public:
  virtual ~Clock() = default;
  /// The time of day, as the host believes it.
  virtual Time now() const = 0;
  /// For waits and limits: never steps.
  virtual Steady steady_now() const = 0;
  /// Returns at `at`, or earlier when one of the events fires.
  virtual Task<> sleep_until(Steady at, Event* wake = nullptr, Event* other_wake = nullptr) = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() const override;
  Steady steady_now() const override;
  Task<> sleep_until(Steady at, Event* wake, Event* other_wake) override;
};

}  // namespace saldo
