#include "driver/breaker.h"

namespace saldo::driver {

void Breaker::succeed() {
  failures_in_a_row_ = 0;
  open_until_.reset();
}

void Breaker::fail(const Error& error, Steady now) {
  ++failures_in_a_row_;
  reason_ = error;
  if (failures_in_a_row_ >= kFailuresToOpen) open_until_ = now + kOpenFor;
}

}  // namespace saldo::driver
