#include "core/slot.h"

#include <algorithm>

#include "core/check.h"

namespace saldo {
using namespace std::chrono;

Slot open_slot(Time now, int interval_hours) {
  check(interval_hours >= 1 && interval_hours <= 24, "an interval outside 1 to 24 hours");
  const auto day = floor<days>(now);
  const auto passed = floor<hours>(now - day) / hours{interval_hours};
  return {day + passed * hours{interval_hours}};
}

Time next_slot(Time now, int interval_hours) {
  const Time next = open_slot(now, interval_hours).at + hours{interval_hours};
  return std::min(next, Time{floor<days>(now) + days{1}});
}

Slot minute_slot(Time now) { return {floor<minutes>(now)}; }

}  // namespace saldo
