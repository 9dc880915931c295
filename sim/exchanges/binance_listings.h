#pragma once

#include <vector>

#include "sim/market.h"

namespace sim {

/// What the simulated Binance lists. Among the well-known are the odd ones that a client has to bear: quoted in one
/// coin only, a name beyond ASCII, names that look like numbers, and one that is not traded at all (an airdrop).
inline const std::vector<Listing>& binance_listings() {
  static const std::vector<Listing> kListings = {
      {"BTC", "USDT USDC FDUSD BRL"},
      {"USDT", "BRL"},
      {"BRL", ""},
      {"ETH", "USDT USDC FDUSD BRL BTC"},
      {"BNB", "USDT USDC FDUSD BRL BTC ETH"},
      {"USDC", "USDT"},
      {"FDUSD", "USDT"},
      {"SOL", "USDT USDC BRL BTC ETH BNB"},
      {"XRP", "USDT USDC BRL BTC"},
      {"ADA", "USDT BRL BTC"},
      {"DOGE", "USDT BRL BTC"},
      {"PEPE", "USDT BRL"},
      {"SHIB", "USDT BRL"},
      {"ETHW", ""},
      {"币安人生", "USDT"},
      {"123", "USDT"},
      {"1000SATS", "USDT"},
      {"XVS", "BNB"},
      {"GAS", "BTC"},
      {"WBTC", "ETH BTC"},
      {"JTO", "USDC"},
      {"CHZ", "BRL"},
      {"TRX", "USDT BTC ETH"},
      {"AVAX", "USDT BRL BTC BNB"},
      {"LINK", "USDT BRL BTC ETH"},
      {"DOT", "USDT BRL BTC"},
      {"LTC", "USDT BRL BTC ETH"},
      {"BCH", "USDT BTC"},
      {"UNI", "USDT BTC"},
      {"ATOM", "USDT BTC"},
      {"XLM", "USDT BTC"},
      {"NEAR", "USDT BRL BTC"},
      {"APT", "USDT BTC"},
      {"ARB", "USDT BTC"},
      {"OP", "USDT USDC"},
      {"FIL", "USDT BTC"},
      {"ICP", "USDT BTC"},
      {"BONK", "FDUSD USDC"},
      {"FLOKI", "USDT"},
      {"PAXG", "USDT BTC"},
  };
  return kListings;
}

}  // namespace sim
