#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/account.h"
#include "core/balance.h"
#include "core/price.h"
#include "wire/flow.h"
#include "wire/peer.h"

namespace saldo::exchange {

/// What an adapter is told about the account that it reads. No clock, no secret.
struct AccountContext {
  std::string_view mode;  ///< as learned before; empty: not known
};

/// How far an adapter has been checked.
enum class Verification { documents, recording, live };

/// An exchange, whole: whom to talk to, what to ask, how to read it. Adding one is a file that defines such a record
/// and a line in registry.cpp.
struct Exchange {
  wire::Peer peer;
  std::string_view name;  ///< for people: "Binance"
  bool wants_passphrase = false;
  bool wants_uid = false;
  /// The wallets that are read. The first is the main one and always exists.
  std::span<const std::string_view> wallets;
  std::string_view known_gaps;  ///< what the exchange has and saldo does not read; empty: nothing known
  Verification verification = Verification::documents;

  /// Reads every wallet. A request that failed fails its wallet; an error of the whole flow fails all of them.
  wire::Flow<AccountReading> (*balances)(const AccountContext& context);
  /// The last price of every market that the exchange has.
  wire::Flow<std::vector<Ticker>> (*tickers)();

  std::string_view id() const { return peer.id; }
};

std::string_view name(Verification verification);

}  // namespace saldo::exchange
