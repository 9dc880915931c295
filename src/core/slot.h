#pragma once

#include "core/time.h"

namespace saldo {

/// The instant that a snapshot stands for. Nominal ones come from the schedule; a run by hand makes its own.
struct Slot {
  Time at;
  auto operator<=>(const Slot&) const = default;
};

/// The slot that is open at `now` when one falls due every `interval_hours` (1 to 24), counted from 00:00 UTC.
/// Where the interval does not divide the day, the last slot of a day is the shorter one.
Slot open_slot(Time now, int interval_hours);

/// When the slot that is open at `now` closes: the next nominal instant.
Time next_slot(Time now, int interval_hours);

/// The present minute: what a snapshot by hand is kept under.
Slot minute_slot(Time now);

}  // namespace saldo
