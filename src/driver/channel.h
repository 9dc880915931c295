#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/clock.h"
#include "core/rate_rule.h"
#include "core/result.h"
#include "driver/breaker.h"
#include "transport/rate_limiter.h"

namespace saldo::driver {

struct ChannelOptions {
  int share_percent = 50;  ///< of each published limit that is ours
  bool unlimited = false;  ///< against a simulator only
};

/// The way to one peer from one address: who may go next, and what the peer's clock says.
class Channel {
 public:
  /// Room for one request; none is needed where nothing is limited.
  using Permit = std::optional<transport::Permit>;

  Channel(std::span<const RateRule> rules, ChannelOptions options, Clock& clock, Stop& stop);

  /// Waits until the limits let a request of these charges through, first come, first served.
  /// Fails with stopped when the run ends meanwhile, with banned while the peer has shut this address out, and with
  /// the peer's own last failure while it does not answer at all.
  Task<Result<Permit>> admit(std::span<const Charge> charges, std::string_view key);
  /// To be called once for each permit: with what the reply said, or with nothing when there was none.
  void settle(Permit permit, const std::optional<LimitReport>& report);
  /// Whether the peer answered, to be told after each request: `failure` is empty when it did.
  void note_answer(const std::optional<Error>& failure);
  /// Nothing is let through now, so a retry would be in vain.
  bool is_shut() const;

  /// The time at the server: ours, until the offset was measured.
  Time server_now() const;
  /// It was not measured yet, and asking did not just fail.
  bool wants_server_clock() const;
  /// `server` was read from a reply that was asked for at `sent` and arrived now.
  void learn_server_clock(Time server, Steady sent);
  /// The server did not say: it is left alone for a while.
  void give_up_server_clock();
  /// The server refused the time of a request sent at `sent`. A measurement after that is not in doubt.
  void doubt_server_clock(Steady sent);
  /// Held while the server's clock is being asked for, so that it is asked once.
  Turnstile& clock_turnstile() { return clock_turnstile_; }

 private:
  Task<Result<Permit>> admit_first(std::span<const Charge> charges, std::string_view key);
  Error closed_until(Steady at) const;
  std::optional<Error> refusal() const;
  std::optional<Error> unanswering() const;
  transport::Usage usage(const LimitReport& report) const;

  Clock& clock_;
  Stop& stop_;
  ChannelOptions options_;
  std::span<const RateRule> rules_;
  transport::RateLimiter limiter_;
  Turnstile queue_;
  Event settled_;
  Turnstile clock_turnstile_;
  std::optional<Steady> banned_until_;
  Breaker breaker_;
  // Against the steady clock, so that a step of the host's clock in the middle of a run does no harm.
  std::optional<Milliseconds> server_ahead_of_steady_;
  Steady clock_measured_at_{};
  Steady ask_for_clock_at_{};
};

}  // namespace saldo::driver
