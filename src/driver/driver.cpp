#include "driver/driver.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/check.h"

namespace saldo::driver {
namespace {

constexpr Milliseconds kFirstPause{250};

/// Whether the same request may succeed if it is sent again within seconds.
bool worth_retrying(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::timeout:
    case ErrorKind::network:
    case ErrorKind::maintenance:
    case ErrorKind::rate_limited:
    case ErrorKind::clock_skew:
    case ErrorKind::bad_response: return true;
    default: return false;
  }
}

/// Whether a failure says that nobody is there to answer, whoever asks.
bool is_no_answer(ErrorKind kind) {
  return kind == ErrorKind::timeout || kind == ErrorKind::network || kind == ErrorKind::maintenance;
}

std::optional<Error> no_answer(const std::optional<Error>& error) {
  if (error && is_no_answer(error->kind)) return error;
  return {};
}

Result<wire::Reply> read(const wire::Peer& peer, const http::Response& response) {
  auto document = wire::JsonDocument::parse(response.body);
  if (document) return wire::Reply{std::move(*document)};
  const bool looks_like_html = response.body.find('<') < 16;
  const auto what = looks_like_html ? std::string{"sent HTML instead of JSON"} : document.error().message;
  return fail(ErrorKind::bad_response, fmt::format("{}: {}", peer.id, what));
}

}  // namespace

Driver::Driver(transport::Transport& transport, Clock& clock, Random& random, Stop& stop, DriverOptions options)
    : transport_(transport), clock_(clock), random_(random), stop_(stop), options_(std::move(options)) {}

Channel& Driver::channel(const wire::Peer& peer) {
  auto& slot = channels_[peer.id];
  if (!slot) slot = std::make_unique<Channel>(peer.rules, options_.limits, clock_, stop_);
  return *slot;
}

Task<Driver::Replies> Driver::answer(const wire::Peer& peer, const Party& party, std::span<const wire::Ask> asks,
                                     bool within_limit) {
  Replies replies;
  replies.reserve(asks.size());
  for (std::size_t i = 0; i < asks.size(); ++i)
    replies.push_back(fail(ErrorKind::bad_response, fmt::format("{}: the reply never came to an end", peer.id)));
  if (!within_limit) co_return replies;
  if (asks.size() == 1 || peer.rising_nonces) {
    for (std::size_t i = 0; i < asks.size(); ++i) replies[i] = co_await obtain(peer, party, asks[i]);
    co_return replies;
  }
  const auto one = [&](std::size_t i) -> Task<> { replies[i] = co_await obtain(peer, party, asks[i]); };
  std::vector<Task<>> tasks;
  for (std::size_t i = 0; i < asks.size(); ++i) tasks.push_back(one(i));
  co_await run_all(std::move(tasks));
  co_return replies;
}

Task<Result<wire::Reply>> Driver::obtain(const wire::Peer& peer, const Party& party, const wire::Ask& ask) {
  Channel& way = channel(peer);
  const bool is_signed = ask.endpoint->sign != nullptr;
  if (is_signed) co_await learn_clock(peer, way);
  std::optional<Steady> budget_end;
  for (int tried = 1;; ++tried) {
    auto [outcome, sent] = co_await attempt(peer, party, ask, way);
    const bool is_final = outcome || tried >= options_.attempts_max || !worth_retrying(outcome.error().kind);
    if (is_final || way.is_shut()) co_return std::move(outcome);
    if (!budget_end) budget_end = clock_.steady_now() + options_.retry_budget;
    const bool waited = co_await pause_before_retry(outcome.error(), tried, *budget_end);
    if (!waited) co_return std::move(outcome);
    if (outcome.error().kind == ErrorKind::clock_skew) {
      way.doubt_server_clock(sent);
      co_await learn_clock(peer, way);
    }
    ++counts_.retried;
  }
}

Task<Driver::Attempt> Driver::attempt(const wire::Peer& peer, const Party& party, const wire::Ask& ask, Channel& way) {
  auto permit = co_await way.admit(ask.endpoint->charges, party.key);
  const Steady sent = clock_.steady_now();
  if (!permit) co_return Attempt{fail(permit.error()), sent};
  const auto request = sign(peer, party, ask, way);
  ++counts_.sent;
  const transport::Limits limits{.deadline = sent + options_.request_timeout,
                                 .body_bytes_max = ask.endpoint->reply_bytes_max};
  const auto response = co_await transport_.send(request, limits);
  if (!response) {
    way.settle(std::move(*permit), {});
    way.note_answer(no_answer(response.error()));
    co_return Attempt{fail(response.error()), sent};
  }
  const auto verdict = peer.judge(*response, clock_.now());
  way.settle(std::move(*permit), verdict.limits);
  way.note_answer(no_answer(verdict.error));
  if (verdict.limits.limited) ++counts_.rate_limited;
  if (verdict.error) co_return Attempt{fail(*verdict.error), sent};
  co_return Attempt{read(peer, *response), sent};
}

http::Request Driver::sign(const wire::Peer& peer, const Party& party, const wire::Ask& ask, const Channel& way) {
  const wire::Endpoint& endpoint = *ask.endpoint;
  wire::Draft draft = ask.draft;
  if (endpoint.sign != nullptr) {
    check(party.credentials != nullptr, "a signed request without credentials");
    const Time now = way.server_now();
    last_nonce_ = std::max(last_nonce_ + 1, unix_ms(now));
    const wire::Signing signing{.credentials = *party.credentials, .server_now = now, .nonce = last_nonce_};
    endpoint.sign(draft, signing);
  }
  return http::Request{.method = endpoint.method,
                       .origin = std::string{origin(peer, party, endpoint)},
                       .path = std::string{endpoint.path},
                       .query = draft.query.encoded(),
                       .headers = std::move(draft.headers),
                       .secret_headers = std::move(draft.secret_headers),
                       .body = draft.form.empty() ? std::move(draft.body) : draft.form.encoded()};
}

std::string_view Driver::origin(const wire::Peer& peer, const Party& party, const wire::Endpoint& endpoint) const {
  if (const auto other = options_.endpoints.find(peer.id); other != options_.endpoints.end()) return other->second;
  if (!party.origin.empty()) return party.origin;
  for (const wire::Host& host : peer.hosts)
    if (endpoint.host.empty() || host.name == endpoint.host) return host.origin;
  check(false, "an endpoint names a host that its peer does not have");
  return {};
}

Task<> Driver::learn_clock(const wire::Peer& peer, Channel& way) {
  if (peer.server_time == nullptr || !way.wants_server_clock()) co_return;
  co_await way.clock_turnstile().enter();
  if (way.wants_server_clock()) co_await measure_clock(peer, way);
  way.clock_turnstile().leave();
}

/// One attempt: without an answer the host's own clock has to do, and a refusal will say so.
Task<> Driver::measure_clock(const wire::Peer& peer, Channel& way) {
  wire::Conversation<Time> conversation{peer.server_time()};
  auto [reply, sent] = co_await attempt(peer, Party{}, conversation.asks().front(), way);
  Replies replies;
  replies.push_back(std::move(reply));
  conversation.answer(std::move(replies));
  check(conversation.done(), "a server's clock takes more than one request");
  if (const auto time = conversation.result())
    way.learn_server_clock(*time, sent);
  else
    way.give_up_server_clock();
}

Task<bool> Driver::pause_before_retry(const Error& error, int tried, Steady budget_end) {
  const Steady now = clock_.steady_now();
  const auto longest = kFirstPause * (1 << tried);
  const auto jitter = Milliseconds{random_.below(static_cast<std::uint64_t>(longest.count() / 2))};
  Steady at = now + longest / 2 + jitter;
  if (error.until) at = std::max(at, now + (*error.until - clock_.now()));
  if (at > budget_end) co_return false;
  co_await clock_.sleep_until(at, &stop_.event());
  co_return !stop_.requested();
}

}  // namespace saldo::driver
