#pragma once

#include <deque>
#include <functional>
#include <list>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace saldo {

/// A coroutine on the event loop. Everything that waits in saldo is one; all run on one thread.
template <class T = void>
using Task = boost::asio::awaitable<T>;

/// Something that sleepers can be woken by. Firing wakes those that sleep now and remembers nothing.
class Event {
 public:
  /// Keeps a callback registered for as long as it lives.
  class Subscription {
   public:
    Subscription() = default;
    Subscription(Event& event, std::function<void()> callback);
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;
    ~Subscription();

   private:
    Event* event_ = nullptr;
    std::list<std::function<void()>>::iterator position_;
  };

  void fire();

 private:
  std::list<std::function<void()>> callbacks_;
};

/// Asks work in progress to end. Stays requested once it was.
class Stop {
 public:
  void request();
  bool requested() const { return requested_; }
  /// Fires when the stop is requested, for those who sleep meanwhile.
  Event& event() { return event_; }

 private:
  bool requested_ = false;
  Event event_;
};

/// Lets one coroutine through at a time, first come, first served.
class Turnstile {
 public:
  /// Returns when it is the caller's turn; leave() passes the turn on.
  Task<> enter();
  void leave();

 private:
  bool taken_ = false;
  std::deque<Event*> waiting_;
};

/// Runs all tasks side by side and returns when the last has ended. A task that throws is a bug and ends the process.
Task<> run_all(std::vector<Task<>> tasks);

}  // namespace saldo
