#include "driver/driver.h"

#include <algorithm>
#include <array>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/decimals.h"
#include "support/fake_transport.h"
#include "support/virtual_clock.h"

namespace saldo::driver {
namespace {

using namespace std::chrono_literals;
using test::FakeTransport;
using test::kNoon;
using test::not_served;
using test::parameter;
using test::Script;
using test::served;
using test::VirtualClock;
using testing::ElementsAre;
using testing::HasSubstr;

// --- An exchange of the test's own ---

constexpr std::array kHosts{wire::Host{"api", "https://api.test"}, wire::Host{"data", "https://data.test"}};
constexpr std::array kRules{RateRule{
    .name = "weight", .scope = LimitScope::ip, .window_kind = WindowKind::rolling, .window = 1min, .budget = 100}};
constexpr std::array kWeight1{Charge{.rule = 0, .weight = 1}};
constexpr std::array kWeight100{Charge{.rule = 0, .weight = 100}};

void sign(wire::Draft& draft, const wire::Signing& signing) {
  draft.query.add("timestamp", std::to_string(unix_ms(signing.server_now)));
  draft.query.add("nonce", std::to_string(signing.nonce));
  draft.secret_headers.push_back({"X-KEY", signing.credentials.api_key});
}

constexpr wire::Endpoint kPublic{.path = "/public", .charges = kWeight1};
constexpr wire::Endpoint kSigned{.path = "/signed", .sign = sign, .charges = kWeight1};
constexpr wire::Endpoint kHeavy{.path = "/heavy", .charges = kWeight100};
constexpr wire::Endpoint kOnData{.host = "data", .path = "/public", .charges = kWeight1};
constexpr wire::Endpoint kTime{.path = "/time", .charges = kWeight1};

/// An error's body is its kind: {"error": "invalid_key"}.
wire::Verdict judge(const http::Response& response, Time now) {
  wire::Verdict verdict;
  if (response.status == 200) return verdict;
  const auto body = wire::JsonDocument::parse(response.body);
  const auto word = body ? body->root().text("error").value_or("") : std::string_view{};
  verdict.error = Error{.kind = error_kind(word).value_or(ErrorKind::bad_response), .message = std::string{word}};
  verdict.limits.limited = verdict.error->kind == ErrorKind::rate_limited;
  verdict.limits.banned = verdict.error->kind == ErrorKind::banned;
  verdict.limits.retry_after = wire::retry_after(response);
  if (verdict.limits.retry_after) verdict.error->until = now + *verdict.limits.retry_after;
  return verdict;
}

wire::Flow<Time> server_time() {
  const auto reply = co_await wire::ask(wire::ask_for(kTime));
  if (!reply) co_return reply.error();
  co_return from_unix_ms(reply->root().integer("time").value());
}

constexpr wire::Peer kPeer{.id = "test", .hosts = kHosts, .rules = kRules, .judge = judge};
constexpr wire::Peer kPeerWithClock{
    .id = "test", .hosts = kHosts, .rules = kRules, .judge = judge, .server_time = server_time};
constexpr wire::Peer kPeerWithNonces{
    .id = "test", .hosts = kHosts, .rules = kRules, .judge = judge, .rising_nonces = true};

wire::Flow<std::string> question(const wire::Endpoint& endpoint) {
  const auto reply = co_await wire::ask(wire::ask_for(endpoint));
  if (!reply) co_return reply.error();
  co_return std::string{reply->root().text("text").value_or("")};
}

wire::Flow<std::string> questions(const wire::Endpoint& endpoint, std::size_t count) {
  std::vector<wire::Ask> asks;
  for (std::size_t i = 0; i < count; ++i) {
    wire::Parameters query{{"n", std::to_string(i)}};
    asks.push_back(wire::ask_for(endpoint, std::move(query)));
  }
  const auto replies = co_await wire::ask_all(std::move(asks));
  std::string all;
  for (const auto& reply : replies) all += reply ? reply->root().text("text").value_or("?") : name(reply.error().kind);
  co_return all;
}

test::Served answer(std::string_view text, Milliseconds takes = {}) {
  return served(200, R"({"text":")" + std::string{text} + R"("})", {}, takes);
}

test::Served error_answer(ErrorKind kind, std::string retry_after = "") {
  std::vector<http::Header> headers;
  if (!retry_after.empty()) headers.push_back({"Retry-After", std::move(retry_after)});
  return served(400, R"({"error":")" + std::string{name(kind)} + R"("})", std::move(headers));
}

struct DriverTest : testing::Test {
  VirtualClock clock{kNoon};
  Stop stop;
  Random random{1};
  FakeTransport transport{clock, Script{}};
  DriverOptions options{.limits = {.share_percent = 100}, .endpoints = {}};
  std::optional<Driver> made;
  Credentials credentials{
      .api_key = Secret{"the key"}, .api_secret = Secret{"the secret"}, .passphrase = {}, .uid = {}};

  Driver& driver() {
    if (!made) made.emplace(transport, clock, random, stop, options);
    return *made;
  }
  Party party() { return {.credentials = &credentials, .key = "key", .origin = {}}; }

  Result<std::string> ask(const wire::Endpoint& endpoint, const wire::Peer& peer = kPeer) {
    return clock.run_task(driver().converse(peer, party(), question(endpoint)));
  }
  /// Starts a conversation beside others; its outcome lands in `outcomes`.
  void start(const wire::Endpoint& endpoint, const wire::Peer& peer = kPeer) { clock.spawn(note(endpoint, peer)); }
  Task<> note(const wire::Endpoint& endpoint, const wire::Peer& peer) {
    const auto text = co_await driver().converse(peer, party(), question(endpoint));
    outcomes.push_back(text ? *text : std::string{name(text.error().kind)});
  }

  Milliseconds passed() const { return clock.now() - kNoon; }
  std::vector<Milliseconds> sent_at() const {
    std::vector<Milliseconds> times;
    for (const auto& each : transport.sent()) times.push_back(each.at - kNoon);
    return times;
  }

  std::vector<std::string> outcomes;
};

Time timestamp_of(const FakeTransport::Sent& sent) {
  return from_unix_ms(std::stoll(parameter(sent.request, "timestamp")));
}

// --- What is sent ---

TEST_F(DriverTest, SendsWhatTheFlowAsksFor) {
  transport.serve_by(Script{}.on("/public", {answer("hello")}));
  EXPECT_EQ(ask(kPublic), "hello");
  ASSERT_EQ(transport.sent().size(), 1U);
  const auto& request = transport.sent()[0].request;
  EXPECT_EQ(request.url(), "https://api.test/public");
  EXPECT_TRUE(request.secret_headers.empty());
}

TEST_F(DriverTest, AnEndpointMayLiveOnAnotherHost) {
  transport.serve_by(Script{}.on("/public", {answer("hello")}));
  ask(kOnData);
  EXPECT_EQ(transport.sent()[0].request.origin, "https://data.test");
}

TEST_F(DriverTest, AnAccountMayHaveARegionalHost) {
  transport.serve_by(Script{}.on("/public", {answer("hello")}));
  auto regional = party();
  regional.origin = "https://eu.test";
  EXPECT_TRUE(clock.run_task(driver().converse(kPeer, regional, question(kPublic))));
  EXPECT_EQ(transport.sent()[0].request.origin, "https://eu.test");
}

TEST_F(DriverTest, AnotherAddressFromTheSettingsWinsOverAll) {
  options.endpoints = {{"test", "http://127.0.0.1:9100"}, {"other", "http://127.0.0.1:1"}};
  transport.serve_by(Script{}.on("/public", {answer("hello")}));
  auto regional = party();
  regional.origin = "https://eu.test";
  EXPECT_TRUE(clock.run_task(driver().converse(kPeer, regional, question(kOnData))));
  EXPECT_EQ(transport.sent()[0].request.url(), "http://127.0.0.1:9100/public");
}

TEST_F(DriverTest, AFormBecomesTheBody) {
  static constexpr wire::Endpoint kForm{.method = http::Method::post, .path = "/public"};
  const auto flow = []() -> wire::Flow<int> {
    auto form = wire::ask_for(kForm);
    form.draft.form.add("a", "b c");
    form.draft.body = "not this";
    const auto reply = co_await wire::ask(std::move(form));
    co_return reply.has_value() ? 1 : 0;
  };
  transport.serve_by(Script{}.on("/public", {answer("hello")}));
  EXPECT_EQ(clock.run_task(driver().converse(kPeer, party(), flow())), 1);
  EXPECT_EQ(transport.sent()[0].request.body, "a=b%20c");
  EXPECT_EQ(transport.sent()[0].request.method, http::Method::post);
}

// --- Signing ---

TEST_F(DriverTest, SignsAfterTheLimitsHaveLetTheRequestThrough) {
  transport.serve_by(Script{}.on("/heavy", {answer("heavy")}).on("/signed", {answer("hello")}));
  ask(kHeavy);
  EXPECT_EQ(ask(kSigned), "hello");
  const auto sent = transport.sent_to("/signed");
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_GE(sent[0].at, kNoon + 60s);
  EXPECT_EQ(timestamp_of(sent[0]), sent[0].at);
  ASSERT_EQ(sent[0].request.secret_headers.size(), 1U);
  EXPECT_EQ(sent[0].request.secret_headers[0].value.reveal(), "the key");
}

TEST_F(DriverTest, SignsAnewForEachAttempt) {
  transport.serve_by(
      Script{}.on("/signed", {not_served(ErrorKind::timeout, 30s), not_served(ErrorKind::network), answer("hello")}));
  EXPECT_EQ(ask(kSigned), "hello");
  const auto sent = transport.sent_to("/signed");
  ASSERT_EQ(sent.size(), 3U);
  std::set<std::string> nonces;
  for (const auto& each : sent) {
    EXPECT_EQ(timestamp_of(each), each.at);
    nonces.insert(parameter(each.request, "nonce"));
    EXPECT_EQ(std::ranges::count(each.request.query, '='), 2) << "what an earlier attempt added must be gone";
  }
  EXPECT_EQ(nonces.size(), 3U);
}

TEST_F(DriverTest, NoncesRiseEvenWithinAMillisecond) {
  transport.serve_by(Script{}.on("/signed", {answer("a")}));
  EXPECT_TRUE(clock.run_task(driver().converse(kPeer, party(), questions(kSigned, 5))));
  std::vector<std::int64_t> nonces;
  for (const auto& each : transport.sent()) nonces.push_back(std::stoll(parameter(each.request, "nonce")));
  EXPECT_EQ(nonces.front(), unix_ms(kNoon));
  EXPECT_TRUE(std::ranges::adjacent_find(nonces, std::greater_equal{}) == nonces.end());
}

// --- Retries ---

class DriverRetry : public DriverTest, public testing::WithParamInterface<ErrorKind> {};

TEST_P(DriverRetry, OnlyWhatMaySucceedWithinSecondsIsTriedAgain) {
  const std::set worth{ErrorKind::timeout,      ErrorKind::network,    ErrorKind::maintenance,
                       ErrorKind::rate_limited, ErrorKind::clock_skew, ErrorKind::bad_response};
  transport.serve_by(Script{}.on("/public", {error_answer(GetParam(), "1")}));
  const auto outcome = ask(kPublic);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, GetParam());
  EXPECT_EQ(transport.sent().size(), worth.contains(GetParam()) ? 3U : 1U);
}

INSTANTIATE_TEST_SUITE_P(AllKinds, DriverRetry, testing::ValuesIn(all_error_kinds().begin(), all_error_kinds().end()),
                         [](const auto& each) { return std::string{name(each.param)}; });

TEST_F(DriverTest, TriesNoMoreOftenThanItMay) {
  options.attempts_max = 5;
  transport.serve_by(Script{}.on("/public", {not_served(ErrorKind::network)}));
  EXPECT_EQ(ask(kPublic).error().kind, ErrorKind::network);
  EXPECT_EQ(transport.sent().size(), 5U);
}

TEST_F(DriverTest, PausesGrowAndAreRandomWithinBounds) {
  std::set<Milliseconds> firsts;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    VirtualClock own_clock{kNoon};
    FakeTransport own_transport{own_clock, Script{}.on("/public", {not_served(ErrorKind::network)})};
    Random own_random{seed};
    Driver own_driver{own_transport, own_clock, own_random, stop, options};
    own_clock.run_task(own_driver.converse(kPeer, Party{}, question(kPublic)));
    const auto& sent = own_transport.sent();
    ASSERT_EQ(sent.size(), 3U);
    const auto first = sent[1].at - sent[0].at;
    const auto second = sent[2].at - sent[1].at;
    EXPECT_TRUE(first >= 250ms && first < 500ms) << first.count();
    EXPECT_TRUE(second >= 500ms && second < 1000ms) << second.count();
    firsts.insert(first);
  }
  EXPECT_GT(firsts.size(), 20U);
}

TEST_F(DriverTest, WaitsUntilTheServerWantsToBeAskedAgain) {
  transport.serve_by(Script{}.on("/public", {error_answer(ErrorKind::maintenance, "45"), answer("hello")}));
  EXPECT_EQ(ask(kPublic), "hello");
  EXPECT_THAT(sent_at(), ElementsAre(0s, 45s));
}

TEST_F(DriverTest, DoesNotWaitBeyondItsBudget) {
  transport.serve_by(Script{}.on("/public", {error_answer(ErrorKind::maintenance, "61"), answer("hello")}));
  const auto outcome = ask(kPublic);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::maintenance);
  EXPECT_EQ(outcome.error().until, kNoon + 61s);
  EXPECT_EQ(passed(), 0s);
}

TEST_F(DriverTest, TheBudgetIsThatOfAllAttemptsTogether) {
  options.attempts_max = 9;
  transport.serve_by(Script{}.on("/public", {error_answer(ErrorKind::maintenance, "25")}));
  EXPECT_FALSE(ask(kPublic));
  EXPECT_THAT(sent_at(), ElementsAre(0s, 25s, 50s));
}

TEST_F(DriverTest, ARequestThatTakesTooLongFails) {
  options.attempts_max = 1;
  transport.serve_by(Script{}.on("/public", {answer("late", 31s)}));
  EXPECT_EQ(ask(kPublic).error().kind, ErrorKind::timeout);
  EXPECT_EQ(passed(), 30s);
}

TEST_F(DriverTest, AStopEndsThePauseBeforeARetry) {
  transport.serve_by(Script{}.on("/public", {error_answer(ErrorKind::maintenance, "45")}));
  start(kPublic);
  clock.run_for(5s);
  EXPECT_TRUE(outcomes.empty());
  stop.request();
  clock.run();
  EXPECT_THAT(outcomes, ElementsAre("maintenance"));
  EXPECT_EQ(passed(), 5s);
  EXPECT_EQ(transport.sent().size(), 1U);
}

TEST_F(DriverTest, AStopEndsTheWaitForALimit) {
  transport.serve_by(Script{}.on("/heavy", {answer("heavy")}).on("/public", {answer("hello")}));
  ask(kHeavy);
  start(kPublic);
  clock.run_for(5s);
  stop.request();
  clock.run();
  EXPECT_THAT(outcomes, ElementsAre("stopped"));
  EXPECT_TRUE(transport.sent_to("/public").empty());
}

TEST_F(DriverTest, AStopLetsWhatIsInFlightArrive) {
  transport.serve_by(Script{}.on("/public", {answer("hello", 3s)}));
  start(kPublic);
  clock.run_for(1s);
  stop.request();
  clock.run();
  EXPECT_THAT(outcomes, ElementsAre("hello"));
}

TEST_F(DriverTest, WhenTheAddressIsBannedOthersAreNotEvenSent) {
  transport.serve_by(Script{}.on("/public", {error_answer(ErrorKind::banned, "7200")}));
  EXPECT_EQ(ask(kPublic).error().kind, ErrorKind::banned);
  const auto next = ask(kSigned);
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().kind, ErrorKind::banned);
  EXPECT_EQ(next.error().until, kNoon + 2h);
  EXPECT_EQ(transport.sent().size(), 1U);
  EXPECT_EQ(passed(), 0s);
}

// --- Replies ---

TEST_F(DriverTest, AReplyThatIsNotJsonIsABadResponse) {
  transport.serve_by(Script{}.on("/public", {served(200, "{\"text\":")}));
  const auto outcome = ask(kPublic);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::bad_response);
  EXPECT_THAT(outcome.error().message, HasSubstr("test: not valid JSON"));
  EXPECT_EQ(transport.sent().size(), 3U);
}

TEST_F(DriverTest, HtmlInsteadOfJsonIsSaidToBeSuch) {
  for (const auto* page : {"<html></html>", "\n\n  <!DOCTYPE html>"}) {
    transport.serve_by(Script{}.on("/public", {served(200, page)}));
    EXPECT_EQ(ask(kPublic).error().message, "test: sent HTML instead of JSON");
  }
}

TEST_F(DriverTest, ABadReplyMayBeFollowedByAGoodOne) {
  transport.serve_by(Script{}.on("/public", {served(200, "<html>"), answer("hello")}));
  EXPECT_EQ(ask(kPublic), "hello");
}

// --- Several requests at once ---

TEST_F(DriverTest, AsksTogetherWhatMayTravelTogether) {
  transport.serve_by([](const http::Request& request) {
    // The first ones take longest; the replies must be in order all the same.
    const auto n = parameter(request, "n");
    return answer(n, Milliseconds{1000 - 100 * std::stoi(n)});
  });
  EXPECT_EQ(clock.run_task(driver().converse(kPeer, party(), questions(kPublic, 5))), "01234");
  EXPECT_EQ(passed(), 1s);
  EXPECT_EQ(transport.in_flight_max(), 5);
}

TEST_F(DriverTest, WhereNoncesMustRiseRequestsGoOneByOne) {
  transport.serve_by([](const http::Request& request) { return answer(parameter(request, "n"), 1s); });
  EXPECT_EQ(clock.run_task(driver().converse(kPeerWithNonces, party(), questions(kPublic, 5))), "01234");
  EXPECT_EQ(passed(), 5s);
  EXPECT_EQ(transport.in_flight_max(), 1);
}

TEST_F(DriverTest, OneFailureOfManyFailsOnlyItself) {
  transport.serve_by([](const http::Request& request) {
    return parameter(request, "n") == "1" ? error_answer(ErrorKind::permission) : answer(parameter(request, "n"));
  });
  EXPECT_EQ(clock.run_task(driver().converse(kPeer, party(), questions(kPublic, 3))), "0permission2");
}

TEST_F(DriverTest, AConversationThatNeverEndsIsCutOff) {
  options.limits.unlimited = true;
  const auto endless = []() -> wire::Flow<int> {
    while (true) {
      const auto reply = co_await wire::ask(wire::ask_for(kPublic));
      if (!reply) co_return reply.error();
    }
  };
  transport.serve_by(Script{}.on("/public", {answer("more")}));
  const auto outcome = clock.run_task(driver().converse(kPeer, party(), endless()));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::bad_response);
  EXPECT_EQ(outcome.error().message, "test: the reply never came to an end");
  EXPECT_EQ(transport.sent().size(), Driver::kAsksPerConversationMax);
}

// --- The server's clock ---

/// A server whose clock is ahead by that much.
struct AheadBy {
  const Clock& clock;
  Milliseconds ahead;
  Milliseconds takes{0};

  test::Served operator()(const http::Request& request) const {
    if (request.path != "/time") return answer("hello");
    const auto at_the_middle = clock.now() + ahead + takes / 2;
    return served(200, R"({"time":)" + std::to_string(unix_ms(at_the_middle)) + "}", {}, takes);
  }
};

TEST_F(DriverTest, SignsWithTheServersClock) {
  transport.serve_by(AheadBy{clock, 90s, 400ms});
  EXPECT_EQ(ask(kSigned, kPeerWithClock), "hello");
  const auto sent = transport.sent_to("/signed");
  EXPECT_EQ(timestamp_of(sent.at(0)), sent.at(0).at + 90s);
}

TEST_F(DriverTest, AsksForTheServersClockOnceForAll) {
  transport.serve_by(AheadBy{clock, -7s, 50ms});
  for (int i = 0; i < 20; ++i) start(kSigned, kPeerWithClock);
  clock.run();
  EXPECT_EQ(outcomes, std::vector<std::string>(20, "hello"));
  EXPECT_EQ(transport.sent_to("/time").size(), 1U);
  for (const auto& each : transport.sent_to("/signed")) EXPECT_EQ(timestamp_of(each), each.at - 7s);
}

TEST_F(DriverTest, PublicRequestsDoNotMindTheClock) {
  transport.serve_by(AheadBy{clock, 90s});
  EXPECT_EQ(ask(kPublic, kPeerWithClock), "hello");
  EXPECT_TRUE(transport.sent_to("/time").empty());
}

TEST_F(DriverTest, AsksForTheClockAgainWhenTheServerComplains) {
  Milliseconds ahead = 0s;
  transport.serve_by([&](const http::Request& request) {
    if (request.path == "/time") return AheadBy{clock, ahead}(request);
    const auto stamp = from_unix_ms(std::stoll(parameter(request, "timestamp")));
    return stamp == clock.now() + ahead ? answer("hello") : error_answer(ErrorKind::clock_skew);
  });
  EXPECT_EQ(ask(kSigned, kPeerWithClock), "hello");
  ahead = 30s;
  EXPECT_EQ(ask(kSigned, kPeerWithClock), "hello");
  EXPECT_EQ(transport.sent_to("/time").size(), 2U);
  EXPECT_EQ(transport.sent_to("/signed").size(), 3U);
}

TEST_F(DriverTest, WithoutTheServersClockOursHasToDo) {
  transport.serve_by(Script{}.on("/time", {error_answer(ErrorKind::maintenance)}).on("/signed", {answer("hello")}));
  EXPECT_EQ(ask(kSigned, kPeerWithClock), "hello");
  EXPECT_EQ(timestamp_of(transport.sent_to("/signed").at(0)), kNoon);
}

TEST_F(DriverTest, TheWaitForALimitIsNoPartOfTheMeasurement) {
  transport.serve_by(AheadBy{clock, 90s});
  ask(kHeavy);
  EXPECT_EQ(ask(kSigned, kPeerWithClock), "hello");
  const auto sent = transport.sent_to("/signed");
  EXPECT_EQ(timestamp_of(sent.at(0)), sent.at(0).at + 90s);
}

TEST_F(DriverTest, AServerThatDoesNotTellTheTimeIsNotAskedByEachInTurn) {
  transport.serve_by(Script{}.on("/time", {not_served(ErrorKind::timeout, 30s)}).on("/signed", {answer("hello")}));
  for (int i = 0; i < 20; ++i) start(kSigned, kPeerWithClock);
  clock.run();
  EXPECT_EQ(outcomes, std::vector<std::string>(20, "hello"));
  EXPECT_EQ(passed(), 30s);
  clock.run_for(2min);
  EXPECT_EQ(ask(kSigned, kPeerWithClock), "hello");
  EXPECT_EQ(transport.sent_to("/time").size(), 2U);
}

TEST_F(DriverTest, ManyComplaintsAtOnceAreOneMeasurement) {
  Milliseconds ahead = 0s;
  transport.serve_by([&](const http::Request& request) {
    if (request.path == "/time") return AheadBy{clock, ahead, 50ms}(request);
    const auto stamp = from_unix_ms(std::stoll(parameter(request, "timestamp")));
    return stamp == clock.now() + ahead ? answer("hello", 100ms) : error_answer(ErrorKind::clock_skew);
  });
  EXPECT_EQ(ask(kSigned, kPeerWithClock), "hello");
  ahead = 30s;
  for (int i = 0; i < 20; ++i) start(kSigned, kPeerWithClock);
  clock.run();
  EXPECT_EQ(outcomes, std::vector<std::string>(20, "hello"));
  EXPECT_EQ(transport.sent_to("/time").size(), 2U);
}

// --- Counts ---

TEST_F(DriverTest, CountsWhatWasSentRetriedAndRefused) {
  transport.serve_by(Script{}.on(
      "/public", {error_answer(ErrorKind::rate_limited, "1"), not_served(ErrorKind::network), answer("hello")}));
  EXPECT_TRUE(ask(kPublic));
  EXPECT_EQ(driver().counts().sent, 3);
  EXPECT_EQ(driver().counts().retried, 2);
  EXPECT_EQ(driver().counts().rate_limited, 1);
}

TEST_F(DriverTest, DoesNotCountWhatWasNeverSent) {
  stop.request();
  EXPECT_EQ(ask(kPublic).error().kind, ErrorKind::stopped);
  EXPECT_EQ(driver().counts().sent, 0);
}

}  // namespace
}  // namespace saldo::driver
