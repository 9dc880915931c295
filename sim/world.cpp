#include "sim/world.h"

#include <algorithm>
#include <charconv>

#include <boost/multiprecision/cpp_int.hpp>
#include <fmt/format.h>

#include "sim/draws.h"

namespace sim {
namespace {

using boost::multiprecision::cpp_int;

constexpr std::string_view kUserPrefix = "user-";
constexpr std::size_t kMaxHoldings = 12;

Draws draws_for(const World& world, std::string_view purpose, AccountRef account) {
  return Draws(keyed_hash(world.seed,
                          fmt::format("{}/{}/{}/{}", purpose, world.exchange_of(account), account.user, account.slot)));
}

bool is_meme(std::string_view asset) {
  return asset == "PEPE" || asset == "SHIB" || asset == "BONK" || asset == "FLOKI" || asset == "1000SATS";
}

Fixed8 from_units(const cpp_int& units) {
  return {static_cast<std::uint64_t>(units / Fixed8::kScale), static_cast<std::uint64_t>(units % Fixed8::kScale)};
}

/// An amount worth a cent to about 100,000 USD, with eight places or fewer.
Fixed8 usual_amount(const Asset& asset, Draws& draws) {
  constexpr std::uint64_t kPicoUsdPerCent = 10'000'000'000;
  std::uint64_t cents = 1 + draws.below(10);
  for (std::uint64_t zeros = draws.below(7); zeros > 0; --zeros) cents = cents * 10 + draws.below(10);
  cpp_int units = cpp_int(cents) * kPicoUsdPerCent * Fixed8::kScale / asset.worth_pico_usd;
  units += 1 + draws.below(1000);
  if (units > 1'000'000 && draws.percent(25)) units -= units % 10'000;
  return from_units(units);
}

Fixed8 make_amount(const Asset& asset, Draws& draws) {
  constexpr std::uint64_t kHuge = 1'000'000'000'000'000;
  if (is_meme(asset.name) && draws.percent(4)) return {kHuge + draws.below(kHuge), draws.below(Fixed8::kScale)};
  if (draws.percent(5)) return {0, 1 + draws.below(1000)};
  return usual_amount(asset, draws);
}

Holding make_holding(std::size_t asset, const Market& market, Draws& draws) {
  Holding holding{.asset = asset, .free = make_amount(market.assets[asset], draws)};
  if (draws.percent(5))
    std::swap(holding.free, holding.locked);
  else if (draws.percent(25))
    holding.locked = make_amount(market.assets[asset], draws);
  return holding;
}

std::vector<std::size_t> draw_assets(const Market& market, Draws& draws) {
  const auto real = std::ranges::find(market.assets, "BRL", &Asset::name);
  const bool brl_only = draws.percent(8);
  if (brl_only && real != market.assets.end()) return {static_cast<std::size_t>(real - market.assets.begin())};
  const std::uint64_t wanted = draws.percent(10) ? 0 : 1 + draws.below(kMaxHoldings);
  std::vector<std::size_t> assets;
  for (std::uint64_t at = 0; at < wanted; ++at) assets.push_back(draws.below(market.assets.size()));
  std::ranges::sort(assets);
  const auto repeated = std::ranges::unique(assets);
  assets.erase(repeated.begin(), repeated.end());
  return assets;
}

/// Tokens start with the account's number, hidden under a mask, in eight characters; the rest proves it.
constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t kTokenLength = 64;
constexpr std::size_t kHeadLength = 8;  // 62^8 > 2^40
constexpr std::uint64_t kSlotBits = 8;
constexpr std::uint64_t kPayloadMask = (std::uint64_t{1} << (32 + kSlotBits)) - 1;

std::uint64_t payload_mask(const World& world) { return keyed_hash(world.seed, "token-mask") & kPayloadMask; }

std::string token_head(const World& world, AccountRef account) {
  std::uint64_t payload = ((std::uint64_t{account.user} << kSlotBits) | account.slot) ^ payload_mask(world);
  std::string head(kHeadLength, '0');
  for (char& digit : head) {
    digit = kDigits[payload % kDigits.size()];
    payload /= kDigits.size();
  }
  return head;
}

std::optional<std::uint64_t> read_head(std::string_view head) {
  std::uint64_t payload = 0;
  for (std::size_t at = head.size(); at-- > 0;) {
    const std::size_t digit = kDigits.find(head[at]);
    if (digit == std::string_view::npos) return std::nullopt;
    payload = payload * kDigits.size() + digit;
  }
  return payload;
}

}  // namespace

const std::string& World::exchange_of(AccountRef account) const {
  return exchanges[(account.user + std::uint64_t{account.slot}) % exchanges.size()];
}

std::string World::label_of(AccountRef account) const {
  const std::size_t earlier = account.slot / exchanges.size();
  return earlier == 0 ? "" : std::to_string(earlier + 1);
}

std::string user_id(std::uint32_t user) { return fmt::format("{}{:06}", kUserPrefix, std::uint64_t{user} + 1); }

std::optional<std::uint32_t> user_index(const World& world, std::string_view id) {
  if (!id.starts_with(kUserPrefix)) return std::nullopt;
  const std::string_view digits = id.substr(kUserPrefix.size());
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  if (number == 0 || number > world.users || user_id(number - 1) != id) return std::nullopt;
  return number - 1;
}

std::vector<Holding> make_holdings(const World& world, const Market& market, std::string_view wallet,
                                   AccountRef account) {
  Draws draws = draws_for(world, wallet, account);
  std::vector<Holding> holdings;
  for (const std::size_t asset : draw_assets(market, draws)) holdings.push_back(make_holding(asset, market, draws));
  return holdings;
}

std::string make_token(const World& world, AccountRef account) {
  Draws draws = draws_for(world, "token", account);
  return token_head(world, account) + alphanumeric(draws, kTokenLength - kHeadLength);
}

std::optional<AccountRef> read_token(const World& world, std::string_view token) {
  if (token.size() != kTokenLength) return std::nullopt;
  const auto head = read_head(token.substr(0, kHeadLength));
  if (!head) return std::nullopt;
  const std::uint64_t payload = *head ^ payload_mask(world);
  if (payload > kPayloadMask) return std::nullopt;
  const AccountRef account{static_cast<std::uint32_t>(payload >> kSlotBits),
                           static_cast<std::uint32_t>(payload & ((1U << kSlotBits) - 1))};
  if (account.user >= world.users || account.slot >= world.accounts_per_user) return std::nullopt;
  if (make_token(world, account) != token) return std::nullopt;
  return account;
}

std::string make_secret(const World& world, AccountRef account, std::size_t length) {
  Draws draws = draws_for(world, "secret", account);
  return alphanumeric(draws, length);
}

}  // namespace sim
