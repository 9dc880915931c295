#include "core/clock.h"

#include <optional>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace saldo {
namespace asio = boost::asio;

Time SystemClock::now() const { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

Steady SystemClock::steady_now() const { return std::chrono::steady_clock::now(); }

Task<> SystemClock::sleep_until(Steady at, Event* wake, Event* other_wake) {
  asio::steady_timer timer{co_await asio::this_coro::executor, at};
  const auto cancel = [&timer] { timer.cancel(); };
  std::optional<Event::Subscription> first;
  std::optional<Event::Subscription> second;
  if (wake != nullptr) first.emplace(*wake, cancel);
  if (other_wake != nullptr) second.emplace(*other_wake, cancel);
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace saldo
