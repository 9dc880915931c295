#include "core/async.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/virtual_clock.h"

namespace saldo {
namespace {

using namespace std::chrono_literals;
using test::VirtualClock;
using testing::ElementsAre;
using Notes = std::vector<std::string>;

Task<> sleep_for(VirtualClock& clock, Milliseconds time) { co_await clock.sleep_until(clock.steady_now() + time); }

Task<> note_after(VirtualClock& clock, Milliseconds time, std::string note, Notes& notes) {
  co_await sleep_for(clock, time);
  notes.push_back(note);
}

/// Comes to the turnstile after a while and stays behind it for a while.
Task<> pass(VirtualClock& clock, Turnstile& turnstile, Milliseconds comes, Milliseconds stays, std::string name,
            Notes& notes) {
  co_await sleep_for(clock, comes);
  co_await turnstile.enter();
  notes.push_back(name + " in");
  co_await sleep_for(clock, stays);
  notes.push_back(name + " out");
  turnstile.leave();
}

TEST(Turnstile, LetsOneThroughAtATimeInTheOrderTheyCame) {
  Notes notes;
  Turnstile turnstile;
  VirtualClock clock{Time{}};
  clock.spawn(pass(clock, turnstile, 3ms, 1ms, "c", notes));
  clock.spawn(pass(clock, turnstile, 2ms, 9ms, "b", notes));
  clock.spawn(pass(clock, turnstile, 1ms, 20ms, "a", notes));
  clock.spawn(pass(clock, turnstile, 100ms, 1ms, "d", notes));
  clock.run();
  EXPECT_THAT(notes, ElementsAre("a in", "a out", "b in", "b out", "c in", "c out", "d in", "d out"));
}

TEST(Turnstile, PassesTheTurnToWhoeverWaitedBeforeANewcomer) {
  Notes notes;
  Turnstile turnstile;
  VirtualClock clock{Time{}};
  clock.spawn(pass(clock, turnstile, 0ms, 10ms, "first", notes));
  clock.spawn(pass(clock, turnstile, 5ms, 1ms, "waits", notes));
  clock.spawn(pass(clock, turnstile, 10ms, 1ms, "comes as it opens", notes));
  clock.run();
  EXPECT_THAT(notes, ElementsAre("first in", "first out", "waits in", "waits out", "comes as it opens in",
                                 "comes as it opens out"));
}

TEST(Turnstile, IsLeftOnlyByThoseInside) {
  Turnstile turnstile;
  EXPECT_DEATH(turnstile.leave(), "nobody had entered");
}

TEST(RunAll, ReturnsWhenTheLastHasEnded) {
  Notes notes;
  VirtualClock clock{Time{}};
  std::vector<Task<>> tasks;
  tasks.push_back(note_after(clock, 30ms, "slow", notes));
  tasks.push_back(note_after(clock, 10ms, "fast", notes));
  tasks.push_back(note_after(clock, 20ms, "middling", notes));
  clock.run_task(run_all(std::move(tasks)));
  EXPECT_THAT(notes, ElementsAre("fast", "middling", "slow"));
  EXPECT_EQ(clock.now(), Time{30ms});
}

TEST(RunAll, ReturnsAtOnceWithoutTasksOrWithTasksThatDoNotWait) {
  VirtualClock clock{Time{}};
  const auto nothing = []() -> Task<> { co_return; };
  clock.run_task(run_all({}));
  std::vector<Task<>> tasks;
  tasks.push_back(nothing());
  tasks.push_back(nothing());
  clock.run_task(run_all(std::move(tasks)));
  EXPECT_EQ(clock.now(), Time{});
}

TEST(Event, CallsThoseWhoAreSubscribedNow) {
  Event event;
  int first = 0;
  int second = 0;
  event.fire();
  const Event::Subscription stays{event, [&first] { ++first; }};
  {
    const Event::Subscription leaves{event, [&second] { ++second; }};
    event.fire();
  }
  event.fire();
  EXPECT_EQ(first, 2);
  EXPECT_EQ(second, 1);
}

TEST(Stop, StaysRequestedAndWakesThoseWhoSleep) {
  Stop stop;
  Notes notes;
  VirtualClock clock{Time{}};
  const auto sleep = [](VirtualClock& c, Stop& s, Notes& out) -> Task<> {
    co_await c.sleep_until(Steady::max(), &s.event());
    out.push_back(s.requested() ? "stopped" : "woken");
  };
  clock.spawn(sleep(clock, stop, notes));
  clock.run();
  EXPECT_FALSE(stop.requested());
  EXPECT_TRUE(notes.empty());
  stop.request();
  stop.request();
  clock.run();
  EXPECT_TRUE(stop.requested());
  EXPECT_THAT(notes, ElementsAre("stopped"));
}

}  // namespace
}  // namespace saldo
