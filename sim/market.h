#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/fixed8.h"

namespace sim {

/// What an exchange lists: an asset and, in one text, the assets that it is quoted in there ("USDT BRL BTC").
struct Listing {
  std::string_view asset;
  std::string_view quotes;
};

struct Asset {
  std::string name;
  /// About what one is worth, in 1e-12 USD. Only used to make up prices and amounts, never to value anything.
  std::uint64_t worth_pico_usd = 0;
};

/// A market: one `base` costs `last` of `quote`. Both are positions in Market::assets.
struct Pair {
  std::size_t base = 0;
  std::size_t quote = 0;
  Fixed8 last;
};

struct Market {
  std::vector<Asset> assets;
  std::vector<Pair> pairs;
};

/// The USD/BRL quote of the run, made from the seed.
struct RateQuote {
  Fixed8 bid;
  Fixed8 ask;
};
RateQuote make_rate(std::uint64_t seed);

/// The market of `exchange`: the first `asset_count` of `listings`, then made-up assets quoted in `filler_quote`.
/// Prices are fixed for the run and agree with each other, and with other exchanges, to about half a percent.
Market make_market(std::uint64_t seed, std::string_view exchange, const std::vector<Listing>& listings,
                   std::size_t asset_count, std::string_view filler_quote);

}  // namespace sim
