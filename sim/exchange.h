#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/message.h"
#include "sim/world.h"

namespace sim {

enum class Limits { official, off };

struct Credentials {
  std::string api_key;
  std::string api_secret;
  std::string passphrase;
  std::string uid;
};

struct Wallet {
  std::string_view name;
  std::vector<Holding> holdings;
};

/// One exchange, which has a port of its own, or one price source. An implementation is written from that exchange's
/// own documentation, is told the time, and does no I/O.
class Exchange {
 public:
  virtual ~Exchange() = default;

  /// What can be held and traded there; empty for price sources.
  [[nodiscard]] virtual const Market& market() const = 0;
  [[nodiscard]] virtual Credentials credentials(AccountRef account) const = 0;
  /// Everything an account holds, wallet by wallet: what a perfect client would read.
  [[nodiscard]] virtual std::vector<Wallet> wallets(AccountRef account) const = 0;
  /// Whose key a request shows, whether or not it is properly signed.
  [[nodiscard]] virtual std::optional<AccountRef> caller(const Request& request) const = 0;
  /// The reply to a request, limits and signature checked. Obeys the faults exchange_error, number, maintenance and
  /// wallet_down; the others are the server's.
  virtual Reply answer(const Call& call) = 0;

 protected:
  Exchange() = default;
  Exchange(const Exchange&) = default;
  Exchange& operator=(const Exchange&) = default;
};

}  // namespace sim
