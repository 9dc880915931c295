#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/http.h"
#include "core/rate_rule.h"
#include "wire/flow.h"

namespace saldo::wire {

/// One of a peer's addresses. Regional alternatives answer the same requests for other accounts.
struct Host {
  std::string_view name;    ///< "api"; what an Endpoint refers to
  std::string_view origin;  ///< "https://api.binance.com"
};

/// A row of an error table: what a code or a piece of text means.
struct ErrorRow {
  std::string_view code;  ///< empty: any
  std::string_view text;  ///< must be in the message; empty: any
  ErrorKind kind;
};

/// What a reply amounts to.
struct Verdict {
  std::optional<Error> error;  ///< nothing: the reply is good
  LimitReport limits;
};

/// Whom a conversation is with, as data: an exchange, or a source of rates.
struct Peer {
  std::string_view id;  ///< as in SALDO_ENDPOINTS: "binance"
  std::span<const Host> hosts;
  std::span<const RateRule> rules;
  /// Reads a response before anyone else does: its errors by the peer's own table, its limit headers.
  Verdict (*judge)(const http::Response& response, Time now);
  /// Asks for the server's clock; nullptr: the peer does not tell or does not mind.
  Flow<Time> (*server_time)() = nullptr;
  bool rising_nonces =
      false;  ///< the requests of one conversation go one after the other, in the order of their nonces
};

/// The first row that fits. What no row knows is a bad_response.
ErrorKind classify(std::span<const ErrorRow> table, std::string_view code, std::string_view message);

/// What an HTTP status means when the body says nothing better; nothing for 2xx.
std::optional<ErrorKind> classify_status(int status);

/// A Retry-After header in seconds; at most three days are believed.
std::optional<Milliseconds> retry_after(const http::Response& response);

/// Text from outside, fit for a message: one line, no control characters, at most 200 bytes.
std::string shown(std::string_view text);

}  // namespace saldo::wire
