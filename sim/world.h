#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/fixed8.h"
#include "sim/market.h"

namespace sim {

/// A user's account: which user (from 0) and which of the user's accounts (from 0).
struct AccountRef {
  std::uint32_t user = 0;
  std::uint32_t slot = 0;
  auto operator<=>(const AccountRef&) const = default;
};

/// Everything about the simulated population follows from these few values; nothing is stored per user.
struct World {
  std::uint64_t seed = 1;
  std::uint32_t users = 1;
  std::uint32_t accounts_per_user = 1;
  std::size_t assets = 40;
  /// Ids of the exchanges that hold accounts. A user's accounts go round them: slot s is at (user + s) mod their
  /// number.
  std::vector<std::string> exchanges;

  [[nodiscard]] const std::string& exchange_of(AccountRef account) const;
  /// Empty for a user's first account at an exchange, "2" and so on for further ones.
  [[nodiscard]] std::string label_of(AccountRef account) const;
};

/// "user-000001" is user 0.
std::string user_id(std::uint32_t user);
std::optional<std::uint32_t> user_index(const World& world, std::string_view id);

/// What an account has of one asset.
struct Holding {
  std::size_t asset = 0;
  Fixed8 free = {};
  Fixed8 locked = {};
  Fixed8 borrowed = {};
};

/// The holdings of one wallet of an account: none to 12 assets of `market`, in its order, none of them all zero.
std::vector<Holding> make_holdings(const World& world, const Market& market, std::string_view wallet,
                                   AccountRef account);

/// 64 letters and digits that name an account to an exchange, as an api key does: read_token() finds the account again
/// without a table, and refuses what make_token() did not make.
std::string make_token(const World& world, AccountRef account);
std::optional<AccountRef> read_token(const World& world, std::string_view token);
/// The secret that belongs to an account, as letters and digits.
std::string make_secret(const World& world, AccountRef account, std::size_t length);

}  // namespace sim
