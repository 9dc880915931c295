#include "sim/market.h"

#include <algorithm>
#include <array>
#include <optional>

#include <boost/multiprecision/cpp_int.hpp>
#include <fmt/format.h>

#include "sim/draws.h"

namespace sim {
namespace {

/// About what an asset is worth: mantissa * 10^exponent USD.
struct Worth {
  std::string_view asset;
  std::uint64_t mantissa;
  int exponent;
};

constexpr std::array kWorths = {
    Worth{"BTC", 9412, 1},    Worth{"USDT", 10002, -4},    Worth{"ETH", 3187, 0},   Worth{"BNB", 88931, -2},
    Worth{"USDC", 9999, -4},  Worth{"FDUSD", 9987, -4},    Worth{"SOL", 14207, -2}, Worth{"XRP", 22314, -4},
    Worth{"ADA", 4471, -4},   Worth{"DOGE", 15532, -5},    Worth{"PEPE", 4713, -9}, Worth{"SHIB", 8841, -9},
    Worth{"ETHW", 61, -2},    Worth{"币安人生", 1624, -4}, Worth{"123", 371, -4},   Worth{"1000SATS", 1721, -8},
    Worth{"TRX", 2782, -4},   Worth{"AVAX", 1433, -2},     Worth{"LINK", 1311, -2}, Worth{"DOT", 2312, -3},
    Worth{"LTC", 8467, -2},   Worth{"BCH", 5478, -1},      Worth{"UNI", 6213, -3},  Worth{"ATOM", 2531, -3},
    Worth{"XLM", 2541, -4},   Worth{"NEAR", 1893, -3},     Worth{"APT", 2411, -3},  Worth{"ARB", 2089, -4},
    Worth{"OP", 3121, -4},    Worth{"FIL", 1612, -3},      Worth{"ICP", 4012, -3},  Worth{"BONK", 9633, -9},
    Worth{"FLOKI", 4721, -8}, Worth{"PAXG", 41421, -1},    Worth{"CHZ", 3011, -5},  Worth{"WIN", 2841, -8},
    Worth{"XVS", 4711, -3},   Worth{"GAS", 2104, -3},      Worth{"WBTC", 9401, 1},  Worth{"JTO", 4512, -4},
};

constexpr int kPicoPlaces = 12;
constexpr int kSignificantDigits = 7;

std::uint64_t power_of_ten(int exponent) {
  std::uint64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

/// `value` moved by up to `per_mille` thousandths, up or down.
std::uint64_t nudged(std::uint64_t value, std::uint64_t per_mille, Draws& draws) {
  constexpr std::uint64_t kWhole = 1'000'000;
  const std::uint64_t factor = kWhole - per_mille * 1000 + draws.below(per_mille * 2000 + 1);
  const boost::multiprecision::cpp_int moved = boost::multiprecision::cpp_int(value) * factor / kWhole;
  return static_cast<std::uint64_t>(moved);
}

std::uint64_t rate_units(std::uint64_t seed) {
  constexpr std::uint64_t kFourPlaces = 10'000;
  Draws draws(keyed_hash(seed, "usd-brl"));
  return (48'000 + draws.below(9'000)) * (Fixed8::kScale / kFourPlaces);
}

std::uint64_t known_worth(std::uint64_t seed, std::string_view name, Draws& draws) {
  if (name == "USD") return power_of_ten(kPicoPlaces);
  if (name == "BRL") return power_of_ten(kPicoPlaces + 4) / (rate_units(seed) / power_of_ten(4));
  const auto* known = std::ranges::find(kWorths, name, &Worth::asset);
  if (known == kWorths.end()) return 1 + draws.below(power_of_ten(static_cast<int>(7 + draws.below(8))));
  const std::uint64_t base = known->mantissa * power_of_ten(kPicoPlaces + known->exponent);
  const bool stable = name == "USDT" || name == "USDC" || name == "FDUSD";
  return nudged(base, stable ? 2 : 150, draws);
}

Asset make_asset(std::uint64_t seed, std::string_view name) {
  Draws draws(keyed_hash(seed, fmt::format("worth/{}", name)));
  return {std::string(name), known_worth(seed, name, draws)};
}

/// Cuts a price to as many digits as exchanges give.
std::uint64_t to_tick(std::uint64_t units) {
  std::uint64_t tick = 1;
  while (units / tick >= power_of_ten(kSignificantDigits)) tick *= 10;
  return std::max<std::uint64_t>(1, units / tick * tick);
}

Fixed8 make_price(const Asset& base, const Asset& quote, Draws draws) {
  const boost::multiprecision::cpp_int units =
      boost::multiprecision::cpp_int(base.worth_pico_usd) * Fixed8::kScale / quote.worth_pico_usd;
  return Fixed8::of_units(to_tick(nudged(static_cast<std::uint64_t>(units), 2, draws)));
}

std::optional<std::size_t> position_of(const Market& market, std::string_view name) {
  const auto found = std::ranges::find(market.assets, name, &Asset::name);
  if (found == market.assets.end()) return std::nullopt;
  return static_cast<std::size_t>(found - market.assets.begin());
}

void add_pairs(Market& market, std::size_t base, std::string_view quotes, std::uint64_t seed,
               std::string_view exchange) {
  while (!quotes.empty()) {
    const std::string_view name = quotes.substr(0, quotes.find(' '));
    quotes.remove_prefix(std::min(quotes.size(), name.size() + 1));
    const auto quote = position_of(market, name);
    if (!quote) continue;
    const Draws draws(keyed_hash(seed, fmt::format("price/{}/{}/{}", exchange, market.assets[base].name, name)));
    market.pairs.push_back({base, *quote, make_price(market.assets[base], market.assets[*quote], draws)});
  }
}

}  // namespace

RateQuote make_rate(std::uint64_t seed) {
  constexpr std::uint64_t kSpread = 60'000;  // 0.0006 BRL
  const std::uint64_t bid = rate_units(seed);
  return {Fixed8::of_units(bid), Fixed8::of_units(bid + kSpread)};
}

Market make_market(std::uint64_t seed, std::string_view exchange, const std::vector<Listing>& listings,
                   std::size_t asset_count, std::string_view filler_quote) {
  Market market;
  const std::size_t listed = std::min(asset_count, listings.size());
  for (std::size_t at = 0; at < listed; ++at) market.assets.push_back(make_asset(seed, listings[at].asset));
  for (std::size_t at = listed; at < asset_count; ++at)
    market.assets.push_back(make_asset(seed, fmt::format("TK{:04}", at + 1)));
  for (std::size_t at = 0; at < asset_count; ++at)
    add_pairs(market, at, at < listed ? listings[at].quotes : filler_quote, seed, exchange);
  return market;
}

}  // namespace sim
