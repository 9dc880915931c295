#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/account.h"
#include "core/clock.h"
#include "core/random.h"
#include "driver/channel.h"
#include "transport/transport.h"
#include "wire/flow.h"
#include "wire/peer.h"

namespace saldo::driver {

struct DriverOptions {
  ChannelOptions limits;
  std::map<std::string, std::string, std::less<>> endpoints;  ///< other origins by peer id: SALDO_ENDPOINTS
  Milliseconds request_timeout{30'000};
  Milliseconds retry_budget{60'000};  ///< from the first failure of a request to the last attempt at it
  int attempts_max = 3;
};

/// In whose name requests go. Public ones need none.
struct Party {
  const Credentials* credentials = nullptr;
  std::string_view key;     ///< the key's fingerprint: limits by key are counted under it
  std::string_view origin;  ///< the account's regional host; empty: the peer's usual one
};

struct RequestCounts {
  std::int64_t sent = 0;
  std::int64_t retried = 0;
  std::int64_t rate_limited = 0;
};

/// Carries conversations over a transport. For each request: the limits first, then the signature, then the wire;
/// and all of it again for each attempt, within one budget. Nobody else retries.
class Driver {
 public:
  /// No conversation of an honest adapter asks more often; beyond it, every further ask fails.
  static constexpr std::size_t kAsksPerConversationMax = 2'000;

  Driver(transport::Transport& transport, Clock& clock, Random& random, Stop& stop, DriverOptions options);

  template <class T>
  Task<Result<T>> converse(const wire::Peer& peer, Party party, wire::Flow<T> flow) {
    wire::Conversation<T> conversation{std::move(flow)};
    std::size_t asked = 0;
    while (!conversation.done()) {
      asked += conversation.asks().size();
      auto replies = co_await answer(peer, party, conversation.asks(), asked <= kAsksPerConversationMax);
      conversation.answer(std::move(replies));
    }
    co_return conversation.result();
  }

  const RequestCounts& counts() const { return counts_; }

 private:
  using Replies = std::vector<Result<wire::Reply>>;

  Task<Replies> answer(const wire::Peer& peer, const Party& party, std::span<const wire::Ask> asks, bool within_limit);
  Task<Result<wire::Reply>> obtain(const wire::Peer& peer, const Party& party, const wire::Ask& ask);
  struct Attempt {
    Result<wire::Reply> reply;
    Steady sent;  ///< when it left, after the wait for the limits
  };
  Task<Attempt> attempt(const wire::Peer& peer, const Party& party, const wire::Ask& ask, Channel& way);
  Task<> learn_clock(const wire::Peer& peer, Channel& way);
  Task<> measure_clock(const wire::Peer& peer, Channel& way);
  Task<bool> pause_before_retry(const Error& error, int tried, Steady budget_end);
  http::Request sign(const wire::Peer& peer, const Party& party, const wire::Ask& ask, const Channel& way);
  std::string_view origin(const wire::Peer& peer, const Party& party, const wire::Endpoint& endpoint) const;
  Channel& channel(const wire::Peer& peer);

  transport::Transport& transport_;
  Clock& clock_;
  Random& random_;
  Stop& stop_;
  DriverOptions options_;
  RequestCounts counts_;
  std::int64_t last_nonce_ = 0;
  std::map<std::string_view, std::unique_ptr<Channel>> channels_;  // by peer id
};

}  // namespace saldo::driver
