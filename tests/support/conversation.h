#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wire/flow.h"
#include "wire/peer.h"

namespace saldo::test {

/// A reply as the wire layer hands it to a flow.
inline Result<wire::Reply> reply_of(std::string_view json) {
  auto document = wire::JsonDocument::parse(json);
  if (!document) return fail(document.error());
  return wire::Reply{std::move(*document)};
}

/// A reply as it comes from the network: judged by the peer first, then read as JSON.
inline Result<wire::Reply> judged(const wire::Peer& peer, const http::Response& response, Time now) {
  const auto verdict = peer.judge(response, now);
  if (verdict.error) return fail(*verdict.error);
  return reply_of(response.body);
}

/// The other side of a flow, without a network: gives out prepared replies in the order of the asks, and remembers
/// what was asked.
class Counterpart {
 public:
  Counterpart& then(Result<wire::Reply> reply) {
    replies_.push_back(std::move(reply));
    return *this;
  }
  Counterpart& then(std::string_view json) { return then(reply_of(json)); }

  /// Talks until the flow has ended. Without a reply left, an ask gets no_response.
  template <class T>
  Result<T> talk(wire::Flow<T> flow) {
    wire::Conversation<T> conversation{std::move(flow)};
    while (!conversation.done()) {
      std::vector<Result<wire::Reply>> round;
      for (const auto& ask : conversation.asks()) {
        asked_.push_back({ask.endpoint, ask.draft});
        round.push_back(next());
      }
      conversation.answer(std::move(round));
    }
    return conversation.result();
  }

  const std::vector<wire::Ask>& asked() const { return asked_; }

 private:
  Result<wire::Reply> next() {
    if (replies_.empty()) return fail(ErrorKind::no_response, "no reply was prepared");
    auto reply = std::move(replies_.front());
    replies_.pop_front();
    return reply;
  }

  std::deque<Result<wire::Reply>> replies_;
  std::vector<wire::Ask> asked_;
};

}  // namespace saldo::test
