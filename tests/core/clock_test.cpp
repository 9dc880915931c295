#include "core/clock.h"

#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/virtual_clock.h"

namespace saldo {
namespace {

using namespace std::chrono_literals;
using test::VirtualClock;
using testing::ElementsAre;

constexpr Time kStart = from_unix_ms(1795449600000);

Task<> sleep_for(VirtualClock& clock, Milliseconds time) { co_await clock.sleep_until(clock.steady_now() + time); }

/// Sleeps, then notes its name and the time that has passed since the start.
Task<> note_after(VirtualClock& clock, Milliseconds time, std::string name, std::vector<std::string>& notes) {
  co_await sleep_for(clock, time);
  notes.push_back(name + " at " + std::to_string((clock.now() - kStart).count()));
}

TEST(VirtualClock, WakesSleepersInTheOrderOfTheirTimesThenOfTheirComing) {
  std::vector<std::string> notes;
  VirtualClock clock{kStart};
  clock.spawn(note_after(clock, 20ms, "late", notes));
  clock.spawn(note_after(clock, 10ms, "first", notes));
  clock.spawn(note_after(clock, 10ms, "second", notes));
  clock.spawn(note_after(clock, -5ms, "overdue", notes));
  clock.run();
  EXPECT_THAT(notes, ElementsAre("overdue at 0", "first at 10", "second at 10", "late at 20"));
}

TEST(VirtualClock, RunsAllThatIsReadyBeforeTimeMoves) {
  std::vector<std::string> notes;
  VirtualClock clock{kStart};
  const auto in_steps = [](VirtualClock& c, std::vector<std::string>& out) -> Task<> {
    for (int i = 0; i < 3; ++i) co_await boost::asio::post(c.loop(), boost::asio::use_awaitable);
    out.push_back("steps at " + std::to_string((c.now() - kStart).count()));
  };
  clock.spawn(note_after(clock, 1ms, "sleeper", notes));
  clock.spawn(in_steps(clock, notes));
  clock.run();
  EXPECT_THAT(notes, ElementsAre("steps at 0", "sleeper at 1"));
}

TEST(VirtualClock, RunsUpToATimeAndStaysThere) {
  std::vector<std::string> notes;
  VirtualClock clock{kStart};
  for (const auto time : {1h, 2h, 3h}) clock.spawn(note_after(clock, time, "woke", notes));
  clock.run_until(kStart + 2h);
  EXPECT_EQ(notes.size(), 2u);
  EXPECT_EQ(clock.now(), kStart + 2h);
  clock.run_for(30min);
  EXPECT_EQ(notes.size(), 2u);
  EXPECT_EQ(clock.now(), kStart + 2h + 30min);
  clock.run();
  EXPECT_EQ(notes.size(), 3u);
  EXPECT_EQ(clock.now(), kStart + 3h);
}

TEST(VirtualClock, StepsTheTimeOfDayAndNotTheSteadyTime) {
  std::vector<std::string> notes;
  VirtualClock clock{kStart};
  const Steady before = clock.steady_now();
  clock.spawn(note_after(clock, 1h, "woke", notes));
  clock.step_wall(-24h);
  clock.run();
  EXPECT_EQ(clock.steady_now(), before + 1h);
  EXPECT_EQ(clock.now(), kStart - 23h);
}

TEST(VirtualClock, GivesATasksResult) {
  VirtualClock clock{kStart};
  const auto answer = [](VirtualClock& c) -> Task<int> {
    co_await sleep_for(c, 5s);
    co_return 42;
  };
  EXPECT_EQ(clock.run_task(answer(clock)), 42);
  EXPECT_EQ(clock.now(), kStart + 5s);
}

TEST(VirtualClock, EndsWithSleepersLeft) {
  Event event;
  VirtualClock clock{kStart};
  clock.spawn(clock.sleep_until(Steady::max(), &event));
  clock.spawn(clock.sleep_until(clock.steady_now() + 1h, &event));
  clock.run_until(kStart);
}

TEST(VirtualClock, BringsOutWhatATaskThrows) {
  VirtualClock clock{kStart};
  const auto throws = []() -> Task<> {
    co_await boost::asio::this_coro::executor;
    throw std::runtime_error("a bug");
  };
  clock.spawn(throws());
  EXPECT_THROW(clock.run(), std::runtime_error);
}

TEST(VirtualClock, DoesNotLetTimePassWhileItIsHeld) {
  std::vector<std::string> notes;
  std::jthread worker;
  VirtualClock clock{kStart};
  const auto on_a_thread = [](VirtualClock& c, std::jthread& thread) -> Task<> {
    const VirtualClock::Hold hold{c};
    Event done;
    thread = std::jthread{[&] {
      std::this_thread::yield();
      boost::asio::post(c.loop(), [&] { done.fire(); });
    }};
    co_await c.sleep_until(Steady::max(), &done);
  };
  clock.spawn(note_after(clock, 1ms, "sleeper", notes));
  clock.run_task(on_a_thread(clock, worker));
  EXPECT_EQ(clock.now(), kStart);
  EXPECT_TRUE(notes.empty());
}

TEST(VirtualClock, FindsATaskThatCanNeverEnd) {
  EXPECT_DEATH(
      {
        VirtualClock clock{kStart};
        clock.run_task(clock.sleep_until(Steady::max()));
      },
      "a task that can never end");
}

TEST(Sleep, EndsEarlyWhenEitherEventFires) {
  Event event;
  Event other;
  std::vector<Time> woken;
  VirtualClock clock{kStart};
  const auto sleep_long = [](VirtualClock& c, Event& a, Event& b, std::vector<Time>& out) -> Task<> {
    co_await c.sleep_until(c.steady_now() + 24h, &a, &b);
    out.push_back(c.now());
  };
  const auto fire_after = [](VirtualClock& c, Milliseconds time, Event& e) -> Task<> {
    co_await sleep_for(c, time);
    e.fire();
  };
  clock.spawn(sleep_long(clock, event, other, woken));
  clock.spawn(sleep_long(clock, other, event, woken));
  clock.spawn(fire_after(clock, 10ms, event));
  clock.run();
  EXPECT_THAT(woken, ElementsAre(kStart + 10ms, kStart + 10ms));
}

TEST(SystemClock, SleepsUntilATimeOrAnEvent) {
  // Real time, but none of it is waited for: the one is overdue, the other is woken.
  Event event;
  SystemClock clock;
  boost::asio::io_context loop;
  int woken = 0;
  const auto sleep = [](Clock& c, Steady at, Event& e, int& count) -> Task<> {
    co_await c.sleep_until(at, &e);
    ++count;
  };
  const auto ignore = [](std::exception_ptr) {};
  boost::asio::co_spawn(loop, sleep(clock, clock.steady_now() - 1s, event, woken), ignore);
  boost::asio::co_spawn(loop, sleep(clock, Steady::max(), event, woken), ignore);
  while (woken < 1) loop.run_one();
  event.fire();
  loop.run();
  EXPECT_EQ(woken, 2);
}

TEST(SystemClock, TellsTheTimeOfDay) {
  const SystemClock clock;
  const auto before = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  const Time now = clock.now();
  EXPECT_LE(before, now);
  EXPECT_LE(now, std::chrono::system_clock::now());
}

}  // namespace
}  // namespace saldo
