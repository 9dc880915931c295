#include "sim/delivery.h"

#include <utility>

namespace sim {
namespace {

void insert_bad_bytes(std::string& body) {
  constexpr std::string_view kValueStart = ":\"";
  const std::size_t at = body.find(kValueStart);
  body.insert(at == std::string::npos ? body.size() / 2 : at + kValueStart.size(), "\xff\xfe");
}

void become_html(Reply& reply, unsigned status) {
  reply.status = status;
  reply.content_type = "text/html; charset=UTF-8";
  reply.body =
      "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>";
}

void become_deep(Reply& reply, std::size_t depth) {
  reply.body.assign(depth, '[');
  reply.body.append(depth, ']');
}

void become_error(Reply& reply, const Fault& fault) {
  reply.status = static_cast<unsigned>(fault.amount);
  reply.body = fault.text;
}

void apply(const Fault& fault, Delivery& delivery) {
  Reply& reply = delivery.reply;
  switch (fault.kind) {
    case FaultKind::latency: delivery.delay += std::chrono::milliseconds(fault.amount); return;
    case FaultKind::http_error: return become_error(reply, fault);
    case FaultKind::html: return become_html(reply, static_cast<unsigned>(fault.amount));
    case FaultKind::broken_json: return reply.body.resize(reply.body.size() / 2);
    case FaultKind::deep_json: return become_deep(reply, static_cast<std::size_t>(fault.amount));
    case FaultKind::invalid_utf8: return insert_bad_bytes(reply.body);
    case FaultKind::half_body: delivery.manner = Manner::half; return;
    case FaultKind::drop_connection: delivery.manner = Manner::drop; return;
    case FaultKind::stall: delivery.manner = Manner::stall; return;
    case FaultKind::slow_drip:
      delivery.manner = Manner::drip;
      delivery.pause = std::chrono::milliseconds(fault.amount);
      return;
    case FaultKind::huge_body:
      delivery.manner = Manner::huge;
      delivery.bytes = static_cast<std::uint64_t>(fault.amount);
      return;
    case FaultKind::exchange_error:
    case FaultKind::number:
    case FaultKind::maintenance:
    case FaultKind::clock_skew:
    case FaultKind::wallet_down:
    case FaultKind::rate_down:
    case FaultKind::rate_jump:
    case FaultKind::rate_stale: return;  // the exchange's own
  }
}

}  // namespace

Delivery deliver(Reply reply, const Effects& effects) {
  Delivery delivery;
  delivery.reply = std::move(reply);
  const Outcome outcome = delivery.reply.outcome;
  if (outcome == Outcome::rate_limited || outcome == Outcome::banned) return delivery;
  for (const Fault& fault : effects.all()) apply(fault, delivery);
  return delivery;
}

}  // namespace sim
