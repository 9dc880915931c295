// The limiter against simulated exchanges, in virtual time: never refused, and next to nothing wasted.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "transport/limited_server.h"

namespace saldo::transport {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// Far from zero, as a machine that has been up for a while.
constexpr Steady kStart{std::chrono::hours{1000}};

RateRule rule(WindowKind kind, Milliseconds window, int budget, bool usage_header) {
  return {.name = "weight",
          .scope = LimitScope::ip,
          .window_kind = kind,
          .window = window,
          .budget = budget,
          .usage_header = usage_header};
}

WindowKind any_kind() { return *rc::gen::element(WindowKind::rolling, WindowKind::fixed); }

Milliseconds any_window() { return *rc::gen::element(Milliseconds{1000}, Milliseconds{5000}, Milliseconds{60'000}); }

std::vector<int> any_weights() {
  return *rc::gen::element(std::vector{1}, std::vector{20}, std::vector{1, 5, 10, 60}, std::vector{7, 150});
}

Milliseconds any_up_to(int milliseconds_max) { return Milliseconds{*rc::gen::inRange(1, milliseconds_max + 1)}; }

RC_GTEST_PROP(RateLimiterAlone, IsNeverRefused, ()) {
  const auto one = rule(any_kind(), any_window(), *rc::gen::inRange(150, 2000), *rc::gen::arbitrary<bool>());
  RateLimiter limiter{{&one, 1}, 100};
  LimitedServer server{one.window_kind, one.window, one.budget, any_up_to(60'000)};
  const auto delay_min = any_up_to(50);
  const Load load{.limiter = &limiter,
                  .weights = any_weights(),
                  .delay_min = delay_min,
                  .delay_max = delay_min + any_up_to(1450),
                  .lost_percent = *rc::gen::inRange(0, 10)};
  const auto traffic = run(server, {load}, kStart, 10 * one.window, *rc::gen::arbitrary<unsigned>());
  RC_ASSERT(traffic[0].calls > 0);
  RC_ASSERT(traffic[0].refused == 0);
}

RC_GTEST_PROP(RateLimiterShares, OfAllTogetherAreNeverRefused, ()) {
  const auto one = rule(any_kind(), any_window(), *rc::gen::inRange(400, 2000), *rc::gen::arbitrary<bool>());
  const int share = *rc::gen::inRange(10, 91);
  RateLimiter ours{{&one, 1}, share};
  RateLimiter theirs{{&one, 1}, 100 - share};
  LimitedServer server{one.window_kind, one.window, one.budget, any_up_to(60'000)};
  const Load load{.limiter = &ours, .weights = {1, 20}, .delay_min = Milliseconds{1}, .delay_max = any_up_to(1500)};
  Load other = load;
  other.limiter = &theirs;
  const auto traffic = run(server, {load, other}, kStart, 10 * one.window, *rc::gen::arbitrary<unsigned>());
  RC_ASSERT(traffic[0].refused == 0);
  RC_ASSERT(traffic[1].refused == 0);
}

/// What a process that was killed has used is only known from the header of the first reply, so that call alone may
/// be refused.
RC_GTEST_PROP(RateLimiterAfterAStart, IsRefusedAtMostTheProbe, ()) {
  const auto one = rule(any_kind(), any_window(), *rc::gen::inRange(150, 2000), true);
  LimitedServer server{one.window_kind, one.window, one.budget, any_up_to(60'000)};
  const Load load{
      .limiter = nullptr, .weights = any_weights(), .delay_min = Milliseconds{1}, .delay_max = any_up_to(300)};
  RateLimiter first{{&one, 1}, 100};
  Load killed = load;
  killed.limiter = &first;
  const auto lifetime = one.window * *rc::gen::inRange(1, 20) / 7;
  run(server, {killed}, kStart, lifetime, 1);
  RateLimiter second{{&one, 1}, 100};
  Load restarted = load;
  restarted.limiter = &second;
  const auto traffic = run(server, {restarted}, kStart + lifetime + seconds{1}, 5 * one.window, 2);
  RC_ASSERT(traffic[0].refused <= 1);
}

RC_GTEST_PROP(RateLimiterState, KeepsTheNextProcessWithinTheLimit, ()) {
  const auto one = rule(any_kind(), any_window(), *rc::gen::inRange(150, 2000), false);
  LimitedServer server{one.window_kind, one.window, one.budget, any_up_to(60'000)};
  const Load load{
      .limiter = nullptr, .weights = any_weights(), .delay_min = Milliseconds{1}, .delay_max = any_up_to(300)};
  RateLimiter first{{&one, 1}, 100};
  Load ended = load;
  ended.limiter = &first;
  const auto lifetime = one.window * *rc::gen::inRange(1, 20) / 7;
  run(server, {ended}, kStart, lifetime, 1);
  const Time wall = from_unix_ms(1'795'449'600'123);
  const std::string state = first.save(kStart + lifetime, wall);
  RateLimiter second{{&one, 1}, 100};
  const Milliseconds pause = any_up_to(2000);
  RC_ASSERT(second.restore(state, kStart + lifetime + pause, wall + pause));
  Load resumed = load;
  resumed.limiter = &second;
  const auto traffic = run(server, {resumed}, kStart + lifetime + pause, 5 * one.window, 2);
  RC_ASSERT(traffic[0].refused == 0);
}

struct Saturation {
  const char* name;
  WindowKind kind;
  Milliseconds window;
  int budget;
  std::vector<int> weights;
  bool usage_header;
  double use_min;
};

void PrintTo(const Saturation& each, std::ostream* out) { *out << each.name; }

class RateLimiterUse : public ::testing::TestWithParam<Saturation> {};

/// What goes through from the first full window on, of what may.
double use_of(const Traffic& traffic, const RateRule& rule) {
  const auto windows = std::chrono::duration<double>(traffic.last_at - traffic.first_at) / rule.window;
  return static_cast<double>(traffic.weight - rule.budget) / rule.budget / windows;
}

/// 40 ms of latency, a hundred windows of more work than fits.
TEST_P(RateLimiterUse, IsNearlyAllOfTheBudget) {
  const auto& each = GetParam();
  const auto one = rule(each.kind, each.window, each.budget, each.usage_header);
  RateLimiter limiter{{&one, 1}, 100};
  LimitedServer server{each.kind, each.window, each.budget, Milliseconds{12'345}};
  const Load load{.limiter = &limiter,
                  .weights = each.weights,
                  .delay_min = Milliseconds{15},
                  .delay_max = Milliseconds{25},
                  .headers = each.usage_header};
  const auto traffic = run(server, {load}, kStart, 100 * each.window, 7);
  const double use = use_of(traffic[0], one);
  std::printf("%s: %.2f %% of the budget, %lld calls\n", each.name, use * 100,
              static_cast<long long>(traffic[0].calls));
  EXPECT_EQ(traffic[0].refused, 0);
  EXPECT_GE(use, each.use_min);
  EXPECT_LE(use, 1.0);
}

INSTANTIATE_TEST_SUITE_P(
    Exchanges, RateLimiterUse,
    ::testing::Values(
        Saturation{"fixed 6000/60 s, weight 20, header", WindowKind::fixed, minutes{1}, 6000, {20}, true, 0.98},
        Saturation{"rolling 6000/60 s, weight 20", WindowKind::rolling, minutes{1}, 6000, {20}, false, 0.98},
        Saturation{
            "rolling 6000/60 s, mixed weights", WindowKind::rolling, minutes{1}, 6000, {1, 5, 20, 60}, true, 0.98},
        Saturation{"fixed 300/60 s", WindowKind::fixed, minutes{1}, 300, {1}, false, 0.98},
        Saturation{"rolling 600/5 s", WindowKind::rolling, seconds{5}, 600, {1}, true, 0.98},
        Saturation{"rolling 10/2 s", WindowKind::rolling, seconds{2}, 10, {1}, false, 0.97}));

}  // namespace
}  // namespace saldo::transport
