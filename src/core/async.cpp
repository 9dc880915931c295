#include "core/async.h"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/check.h"

namespace saldo {
namespace asio = boost::asio;

namespace {

/// Sleeps until the event fires.
Task<> wait_for(Event& event) {
  asio::steady_timer never{co_await asio::this_coro::executor, asio::steady_timer::time_point::max()};
  const Event::Subscription wake{event, [&never] { never.cancel(); }};
  co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace

Event::Subscription::Subscription(Event& event, std::function<void()> callback) : event_(&event) {
  position_ = event.callbacks_.insert(event.callbacks_.end(), std::move(callback));
}

Event::Subscription::~Subscription() {
  if (event_ != nullptr) event_->callbacks_.erase(position_);
}

void Event::fire() {
  // A callback only cancels a timer; what it wakes runs later, so the list does not change under us.
  for (const auto& callback : callbacks_) callback();
}

void Stop::request() {
  requested_ = true;
  event_.fire();
}

Task<> Turnstile::enter() {
  if (!taken_) {
    taken_ = true;
    co_return;
  }
  Event my_turn;
  waiting_.push_back(&my_turn);
  co_await wait_for(my_turn);
}

void Turnstile::leave() {
  check(taken_, "left a turnstile that nobody had entered");
  if (waiting_.empty()) {
    taken_ = false;
    return;
  }
  Event* next = waiting_.front();
  waiting_.pop_front();
  next->fire();
}

Task<> run_all(std::vector<Task<>> tasks) {
  const auto executor = co_await asio::this_coro::executor;
  std::size_t running = tasks.size();
  Event all_done;
  for (auto& task : tasks)
    asio::co_spawn(executor, std::move(task), [&running, &all_done](const std::exception_ptr& failure) {
      if (failure) std::rethrow_exception(failure);
      if (--running == 0) all_done.fire();
    });
  if (running > 0) co_await wait_for(all_done);
}

}  // namespace saldo
