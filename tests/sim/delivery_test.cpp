#include "sim/delivery.h"

#include <gtest/gtest.h>

namespace {

using sim::Delivery;
using sim::FaultKind;
using sim::Manner;

Delivery deliver(sim::Fault fault, sim::Outcome outcome = sim::Outcome::ok) {
  sim::Effects effects;
  effects.add(std::move(fault));
  sim::Reply reply;
  reply.outcome = outcome;
  reply.body = R"({"asset":"BTC"})";
  return sim::deliver(reply, effects);
}

TEST(Deliver, LeavesAReplyAloneWithoutFaults) {
  const Delivery delivery = sim::deliver({.body = "{}"}, {});
  EXPECT_EQ(delivery.manner, Manner::whole);
  EXPECT_EQ(delivery.reply.body, "{}");
  EXPECT_EQ(delivery.delay.count(), 0);
}

TEST(Deliver, ChangesTheReply) {
  EXPECT_EQ(deliver({FaultKind::http_error, 503, "busy"}).reply.status, 503U);
  EXPECT_EQ(deliver({FaultKind::http_error, 503, "busy"}).reply.body, "busy");
  EXPECT_EQ(deliver({FaultKind::broken_json, 0, ""}).reply.body, R"({"asset)");
  EXPECT_EQ(deliver({FaultKind::deep_json, 3, ""}).reply.body, "[[[]]]");
  EXPECT_EQ(deliver({FaultKind::invalid_utf8, 0, ""}).reply.body,
            "{\"asset\":\"\xff\xfe"
            "BTC\"}");
  EXPECT_TRUE(deliver({FaultKind::html, 200, ""}).reply.content_type.starts_with("text/html"));
}

TEST(Deliver, ChangesHowItTravels) {
  EXPECT_EQ(deliver({FaultKind::half_body, 0, ""}).manner, Manner::half);
  EXPECT_EQ(deliver({FaultKind::drop_connection, 0, ""}).manner, Manner::drop);
  EXPECT_EQ(deliver({FaultKind::stall, 0, ""}).manner, Manner::stall);
  EXPECT_EQ(deliver({FaultKind::slow_drip, 20, ""}).pause.count(), 20);
  EXPECT_EQ(deliver({FaultKind::huge_body, 1'000'000'000, ""}).bytes, 1'000'000'000U);
  EXPECT_EQ(deliver({FaultKind::latency, 20, ""}).delay, std::chrono::milliseconds(20));
}

TEST(Deliver, DoesNotHideALimit) {
  EXPECT_EQ(deliver({FaultKind::http_error, 503, "busy"}, sim::Outcome::rate_limited).reply.body, R"({"asset":"BTC"})");
  EXPECT_EQ(deliver({FaultKind::stall, 0, ""}, sim::Outcome::banned).manner, Manner::whole);
}

}  // namespace
