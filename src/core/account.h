#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/secret.h"
#include "core/slot.h"

namespace saldo {

/// A user's link to an exchange. `label` is empty except for a second link to the same exchange ("2", ...).
struct AccountId {
  std::string user_id;
  std::string exchange;  ///< the ccxt id, "binance"
  std::string label;

  auto operator<=>(const AccountId&) const = default;
  /// "binance", or "binance 2" for a labelled one: how a user sees it.
  std::string account() const { return label.empty() ? exchange : exchange + " " + label; }
};

/// Keys as the exchange gave them, in the clear. Lives only while it is used.
struct Credentials {
  Secret api_key;
  Secret api_secret;
  Secret passphrase;
  std::string uid;
};

/// Keys as the store holds them: Fernet tokens. Empty when the exchange wants none.
struct EncryptedCredentials {
  std::string api_key;
  std::string api_secret;
  std::string passphrase;
  std::string uid;  ///< not a secret, in the clear
};

/// What saldo has learned about an account, kept by saldo beside the app's documents.
struct AccountState {
  std::string fingerprint;  ///< of the key that this was learned with
  std::string host;         ///< regional host that answers for it; empty: the usual one
  std::string mode;
  std::int64_t last_nonce = 0;
  int failures_in_a_row = 0;
  std::optional<ErrorKind> last_failure;
  std::optional<Time> tried_at;

  bool operator==(const AccountState&) const = default;
};

struct LinkedAccount {
  AccountId id;
  std::string exchange_name;  ///< for people: "Binance"
  std::string exchange_ref;   ///< the app's own id of the exchange (hex); empty in SQLite
  EncryptedCredentials credentials;
  AccountState state;
  std::optional<Error> defect;  ///< why it cannot be read at all: exchange unknown, closed or switched off
};

/// What is already stored for a user in the slot at hand.
struct StoredMark {
  bool complete = false;
  int quality = 0;
};

/// An active user as the store streams it.
struct User {
  std::string user_id;
  std::vector<LinkedAccount> accounts;
  std::optional<StoredMark> stored;
};

}  // namespace saldo
