#include "sim/venue.h"

#include <algorithm>
#include <utility>

namespace sim {
namespace {

/// Whether faults change the reply, rather than only delay it.
bool spoils(const Effects& effects) {
  return std::ranges::any_of(effects.all(), [](const Fault& fault) {
    return fault.kind != FaultKind::latency && fault.kind != FaultKind::clock_skew;
  });
}

bool refused_by_limit(const Reply& reply) {
  return reply.outcome == Outcome::rate_limited || reply.outcome == Outcome::banned;
}

}  // namespace

Venue::Venue(std::string id, std::unique_ptr<Exchange> exchange, FaultBook& faults, UserRequests& users, ClockUs clock)
    : id_(std::move(id)), exchange_(std::move(exchange)), faults_(faults), users_(users), clock_(std::move(clock)) {}

Delivery Venue::handle(const Request& request) {
  const std::int64_t now_us = clock_();
  const auto account = exchange_->caller(request);
  if (account) users_.count(account->user);
  const std::string user = account ? user_id(account->user) : "";
  const Effects effects = faults_.effects(id_, request.path, user, now_us);
  const Fault* skew = effects.find(FaultKind::clock_skew);
  const Call call{.request = request,
                  .now_us = now_us + (skew != nullptr ? skew->amount * 1000 : 0),
                  .account = account,
                  .effects = effects};
  Reply reply = exchange_->answer(call);
  stats_.count(request.path, reply.outcome, spoils(effects) && !refused_by_limit(reply));
  return deliver(std::move(reply), effects);
}

}  // namespace sim
