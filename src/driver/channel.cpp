#include "driver/channel.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace saldo::driver {
namespace {

/// A ban shorter than this is waited out like any other limit.
constexpr Milliseconds kBanWorthWaiting{5'000};
/// The longest that a request waits for its limit: longer than any window that an exchange counts by. Beyond it the
/// limit was closed from outside, and whoever waits is told so.
constexpr Milliseconds kLimitWaitMax{5 * 60 * 1000};
/// A ban that does not say how long it lasts.
constexpr Milliseconds kUnstatedBan{transport::RateLimiter::kUnstatedBan};
/// How long a server that did not tell the time is not asked again: everybody who signs would wait for it in turn.
constexpr Milliseconds kClockPause{60'000};

}  // namespace

Channel::Channel(std::span<const RateRule> rules, ChannelOptions options, Clock& clock, Stop& stop)
    : clock_(clock), stop_(stop), options_(options), rules_(rules), limiter_(rules, options.share_percent) {}

Task<Result<Channel::Permit>> Channel::admit(std::span<const Charge> charges, std::string_view key) {
  if (auto error = refusal()) co_return fail(std::move(*error));
  auto permit = Result<Permit>{Permit{}};
  if (!options_.unlimited) {
    co_await queue_.enter();
    permit = co_await admit_first(charges, key);
    queue_.leave();
  }
  co_return permit;
}

/// At the head of the queue: asks the limiter until it agrees.
Task<Result<Channel::Permit>> Channel::admit_first(std::span<const Charge> charges, std::string_view key) {
  std::vector<transport::Charge> owned;
  for (const Charge& charge : charges) {
    const bool by_address = rules_[charge.rule].scope == LimitScope::ip;
    owned.push_back({.rule = charge.rule, .owner = by_address ? std::string_view{} : key, .weight = charge.weight});
  }
  while (true) {
    if (auto error = refusal()) co_return fail(std::move(*error));
    auto admission = limiter_.admit(owned, clock_.steady_now());
    if (admission) co_return Permit{std::move(*admission)};
    const Steady ask_again_at = admission.error().at.value_or(clock_.steady_now() + kLimitWaitMax);
    if (ask_again_at > clock_.steady_now() + kLimitWaitMax) co_return fail(closed_until(ask_again_at));
    co_await clock_.sleep_until(ask_again_at, &stop_.event(), &settled_);
  }
}

Error Channel::closed_until(Steady at) const {
  const Time until = clock_.now() + std::chrono::ceil<Milliseconds>(at - clock_.steady_now());
  return {.kind = ErrorKind::rate_limited,
          .message = fmt::format("the exchange takes no more requests from this address until {}", iso_text(until)),
          .until = until};
}

std::optional<Error> Channel::refusal() const {
  if (stop_.requested()) return Error{.kind = ErrorKind::stopped, .message = "stopped before the request was sent"};
  const Steady now = clock_.steady_now();
  if (breaker_.is_open(now)) return unanswering();
  if (!banned_until_ || *banned_until_ <= now + kBanWorthWaiting) return {};
  const auto rest = std::chrono::ceil<Milliseconds>(*banned_until_ - now);
  const Time until = clock_.now() + rest;
  return Error{.kind = ErrorKind::banned,
               .message = fmt::format("this address is shut out until {}", iso_text(until)),
               .until = until};
}

std::optional<Error> Channel::unanswering() const {
  Error error = breaker_.reason();
  error.message =
      fmt::format("not asked, as {} requests in a row had failed: {}", Breaker::kFailuresToOpen, error.message);
  return error;
}

bool Channel::is_shut() const { return refusal().has_value(); }

void Channel::note_answer(const std::optional<Error>& failure) {
  if (failure)
    breaker_.fail(*failure, clock_.steady_now());
  else
    breaker_.succeed();
}

void Channel::settle(Permit permit, const std::optional<LimitReport>& report) {
  const Steady now = clock_.steady_now();
  if (report && report->banned)
    banned_until_ = std::max(banned_until_.value_or(now), now + report->retry_after.value_or(kUnstatedBan));
  if (!permit) return;
  if (report)
    limiter_.settle(std::move(*permit), now, usage(*report));
  else
    limiter_.abandon(std::move(*permit), now);
  settled_.fire();
}

transport::Usage Channel::usage(const LimitReport& report) const {
  transport::Usage usage{.limited = report.limited, .banned = report.banned, .retry_after = report.retry_after};
  const auto rule = std::ranges::find(rules_, true, &RateRule::usage_header);
  if (report.used && rule != rules_.end())
    usage.readings.push_back({static_cast<std::size_t>(rule - rules_.begin()), *report.used});
  return usage;
}

Time Channel::server_now() const {
  if (!server_ahead_of_steady_) return clock_.now();
  const auto steady = std::chrono::floor<Milliseconds>(clock_.steady_now().time_since_epoch());
  return Time{steady + *server_ahead_of_steady_};
}

bool Channel::wants_server_clock() const {
  return !server_ahead_of_steady_ && clock_.steady_now() >= ask_for_clock_at_;
}

void Channel::learn_server_clock(Time server, Steady sent) {
  const Steady now = clock_.steady_now();
  const Steady read_at = sent + (now - sent) / 2;
  server_ahead_of_steady_ = server.time_since_epoch() - std::chrono::floor<Milliseconds>(read_at.time_since_epoch());
  clock_measured_at_ = now;
}

void Channel::give_up_server_clock() { ask_for_clock_at_ = clock_.steady_now() + kClockPause; }

void Channel::doubt_server_clock(Steady sent) {
  if (clock_measured_at_ <= sent) server_ahead_of_steady_.reset();
}

}  // namespace saldo::driver
