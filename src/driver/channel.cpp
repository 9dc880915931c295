#include "driver/channel.h"

#include <fmt/format.h>

namespace saldo::driver {
namespace {

/// A ban shorter than this is waited out like any other limit.
constexpr Milliseconds kBanWorthWaiting{5'000};

}  // namespace

Channel::Channel(std::span<const RateRule> rules, ChannelOptions options, Clock& clock, Stop& stop)
    : clock_(clock), stop_(stop), options_(options), limiter_(rules, options.share_percent) {}

Task<Result<transport::Permit>> Channel::admit(std::span<const Charge> charges, std::string_view key) {
  if (options_.unlimited) co_return transport::Permit{};
  co_await queue_.enter();
  auto permit = co_await admit_first(charges, key);
  queue_.leave();
  co_return permit;
}

/// At the head of the queue: asks the limiter until it agrees.
Task<Result<transport::Permit>> Channel::admit_first(std::span<const Charge> charges, std::string_view key) {
  while (true) {
    if (auto error = refusal()) co_return fail(std::move(*error));
    const Steady now = clock_.steady_now();
    auto admission = limiter_.admit(charges, key, now);
    if (admission.permit) co_return std::move(*admission.permit);
    co_await clock_.sleep_until(admission.ask_again_at, &stop_.event(), &settled_);
  }
}

std::optional<Error> Channel::refusal() const {
  if (stop_.requested()) return Error{.kind = ErrorKind::stopped, .message = "stopped before the request was sent"};
  const Steady now = clock_.steady_now();
  if (!banned_until_ || *banned_until_ <= now + kBanWorthWaiting) return {};
  const auto rest = std::chrono::ceil<Milliseconds>(*banned_until_ - now);
  const Time until = clock_.now() + rest;
  return Error{.kind = ErrorKind::banned,
               .message = fmt::format("this address is shut out until {}", iso_text(until)),
               .until = until};
}

void Channel::settle(transport::Permit permit, const std::optional<LimitReport>& report) {
  if (options_.unlimited) return;
  const Steady now = clock_.steady_now();
  if (report)
    limiter_.settle(std::move(permit), now, *report);
  else
    limiter_.abandon(std::move(permit), now);
  if (report && report->banned) banned_until_ = now + report->retry_after.value_or(std::chrono::minutes{2});
  settled_.fire();
}

Time Channel::server_now() const {
  if (!server_ahead_of_steady_) return clock_.now();
  const auto steady = std::chrono::floor<Milliseconds>(clock_.steady_now().time_since_epoch());
  return Time{steady + *server_ahead_of_steady_};
}

void Channel::learn_server_clock(Time server, Steady sent) {
  const Steady now = clock_.steady_now();
  const Steady read_at = sent + (now - sent) / 2;
  server_ahead_of_steady_ = server.time_since_epoch() - std::chrono::floor<Milliseconds>(read_at.time_since_epoch());
}

}  // namespace saldo::driver
