#pragma once

#include <map>
#include <optional>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "core/clock.h"

namespace saldo::test {

/// A clock whose time moves only when nothing is left to do: then to the next sleeper, who wakes alone. Years pass in
/// seconds, and the same program always runs in the same order. It owns the event loop; all that runs on it is on the
/// thread that calls run().
///
/// Declare it after everything that its tasks use: those that never ended are destroyed with it.
class VirtualClock final : public Clock {
 public:
  explicit VirtualClock(Time start) : wall_offset_(start.time_since_epoch() - steady_.time_since_epoch()) {}

  Time now() const override;
  Steady steady_now() const override { return steady_; }
  /// Whoever sleeps until Steady::max() waits for the events alone.
  Task<> sleep_until(Steady at, Event* wake = nullptr, Event* other_wake = nullptr) override;

  boost::asio::io_context& loop() { return loop_; }

  /// Starts a task beside the others. What it throws comes out of run().
  void spawn(Task<> task);

  /// Runs until nothing can happen any more: nothing is ready and nobody sleeps.
  void run();
  /// Runs what happens up to and at that time of day, and leaves the clock there.
  void run_until(Time end);
  void run_for(Steady::duration time);
  /// Runs until the task has ended and gives its result; that it never can end is a failed check().
  template <class T>
  T run_task(Task<T> task);
  void run_task(Task<> task);

  /// Sets the time of day forward or back, as an administrator or NTP would. Sleepers do not notice.
  void step_wall(Milliseconds by) { wall_offset_ += by; }

  /// Keeps time from moving while it lives: for work on another thread, whose end the loop cannot foresee.
  /// Made and ended on the loop's thread.
  class Hold {
   public:
    explicit Hold(VirtualClock& clock) : clock_(clock) { ++clock_.holds_; }
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    ~Hold() { --clock_.holds_; }

   private:
    VirtualClock& clock_;
  };

 private:
  using Sleepers = std::multimap<Steady, boost::asio::steady_timer*>;  // equal times keep the order they came in

  /// Puts a sleeper on the list for as long as it lives.
  class Place {
   public:
    Place(Sleepers& sleepers, Steady at, boost::asio::steady_timer& timer)
        : sleepers_(sleepers), position_(sleepers.emplace(at, &timer)) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { sleepers_.erase(position_); }

   private:
    Sleepers& sleepers_;
    Sleepers::iterator position_;
  };

  void run_ready();
  /// Lets the next thing happen that is due by `end`; false when there is none.
  bool step(Steady end);
  bool wake_next(Steady end);
  void move_to(Steady at);

  // Not zero: a time before the start must be a sound one.
  Steady steady_{std::chrono::hours{24 * 365}};
  Steady::duration wall_offset_;
  Sleepers sleepers_;
  int holds_ = 0;
  int wakes_at_this_instant_ = 0;
  boost::asio::io_context loop_{1};  // last, so first to go: its tasks take themselves off the list
};

template <class T>
T VirtualClock::run_task(Task<T> task) {
  const auto store_in = [](std::optional<T>& out, Task<T> inner) -> Task<> { out = co_await std::move(inner); };
  std::optional<T> result;
  run_task(store_in(result, std::move(task)));
  return std::move(*result);
}

}  // namespace saldo::test
