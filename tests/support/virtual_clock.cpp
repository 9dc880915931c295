#include "support/virtual_clock.h"

#include <algorithm>
#include <exception>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/check.h"

namespace saldo::test {
namespace asio = boost::asio;

namespace {

// More is a loop that never sleeps, or a simulation that nobody ends.
constexpr int kWakesAtAnInstantMax = 1'000'000;
constexpr std::chrono::years kRunMax{100};

}  // namespace

Time VirtualClock::now() const {
  return Time{std::chrono::floor<Milliseconds>(steady_.time_since_epoch() + wall_offset_)};
}

Task<> VirtualClock::sleep_until(Steady at, Event* wake, Event* other_wake) {
  asio::steady_timer timer{co_await asio::this_coro::executor, Steady::max()};
  const auto cancel = [&timer] { timer.cancel(); };
  std::optional<Place> place;
  std::optional<Event::Subscription> first;
  std::optional<Event::Subscription> second;
  if (at != Steady::max()) place.emplace(sleepers_, at, timer);
  if (wake != nullptr) first.emplace(*wake, cancel);
  if (other_wake != nullptr) second.emplace(*other_wake, cancel);
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

void VirtualClock::spawn(Task<> task) {
  asio::co_spawn(loop_, std::move(task), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
}

void VirtualClock::run() {
  const Steady began = steady_;
  run_ready();
  while (step(Steady::max())) check(steady_ - began < kRunMax, "a simulation that does not end");
}

void VirtualClock::run_until(Time end) {
  // The time of day may be stepped meanwhile.
  const auto end_now = [&] { return Steady{end.time_since_epoch() - wall_offset_}; };
  run_ready();
  while (step(end_now())) continue;
  move_to(end_now());
}

void VirtualClock::run_for(Steady::duration time) {
  const Steady end = steady_ + time;
  run_ready();
  while (step(end)) continue;
  move_to(end);
}

void VirtualClock::run_task(Task<> task) {
  bool ended = false;
  asio::co_spawn(loop_, std::move(task), [&ended](std::exception_ptr failure) {
    ended = true;
    if (failure) std::rethrow_exception(failure);
  });
  run_ready();
  while (!ended) check(step(Steady::max()), "a task that can never end");
}

void VirtualClock::run_ready() {
  loop_.restart();
  loop_.poll();
}

bool VirtualClock::step(Steady end) {
  if (holds_ > 0)
    check(loop_.run_one() > 0, "time is held, and nothing is left to wait for");
  else if (!wake_next(end))
    return false;
  run_ready();
  return true;
}

bool VirtualClock::wake_next(Steady end) {
  if (sleepers_.empty() || sleepers_.begin()->first > end) return false;
  const auto [at, timer] = *sleepers_.begin();
  move_to(at);
  check(++wakes_at_this_instant_ < kWakesAtAnInstantMax, "a loop that does not let time pass");
  timer->cancel();
  return true;
}

void VirtualClock::move_to(Steady at) {
  if (at <= steady_) return;
  steady_ = at;
  wakes_at_this_instant_ = 0;
}

}  // namespace saldo::test
