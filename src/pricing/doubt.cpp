#include "pricing/doubt.h"

#include <map>
#include <string_view>
#include <utility>

#include "pricing/ratio.h"

namespace saldo::pricing {
namespace {

constexpr int kJumpFactor = 10;
constexpr int kAgreeFactor = 2;

using Key = std::pair<std::string_view, std::string_view>;  // base, quote
using Markets = std::map<Key, const Ticker*>;

Markets by_name(const ExchangePrices& prices) {
  Markets markets;
  for (const Ticker& ticker : prices.tickers) markets[{ticker.base, ticker.quote}] = &ticker;
  return markets;
}

bool jumped(const Decimal& now, const Ticker& before) {
  const bool repeats_a_doubt = before.doubted && within_factor(now, *before.doubted, kJumpFactor);
  return !repeats_a_doubt && !within_factor(now, before.last, kJumpFactor);
}

/// Whether `other` moved as `ticker` did: now/before of both are at most a factor of two apart. Two that fell to zero
/// did not: that is a broken reply.
bool moved_together(const Ticker& ticker, const Ticker& before, const Ticker& other, const Ticker& other_before) {
  Arithmetic math;
  const auto move = math.multiply(ticker.last, other_before.last);
  const auto other_move = math.multiply(other.last, before.last);
  return math.ok() && !move.is_zero() && within_factor(move, other_move, kAgreeFactor);
}

bool is_confirmed(const Ticker& ticker, const Ticker& before, const Markets& now, const Markets& then) {
  for (auto other = now.lower_bound({ticker.base, {}}); other != now.end() && other->first.first == ticker.base;
       ++other) {
    if (other->second == &ticker) continue;
    const auto other_before = then.find(other->first);
    if (other_before == then.end() || other_before->second->doubted) continue;
    if (moved_together(ticker, before, *other->second, *other_before->second)) return true;
  }
  return false;
}

}  // namespace

void doubt_jumps(ExchangePrices& now, const ExchangePrices& before) {
  const ExchangePrices as_read = now;
  const auto markets = by_name(as_read);
  const auto then = by_name(before);
  for (std::size_t i = 0; i < now.tickers.size(); ++i) {
    const Ticker& read = as_read.tickers[i];
    const auto found = then.find({read.base, read.quote});
    if (found == then.end() || !jumped(read.last, *found->second)) continue;
    if (is_confirmed(read, *found->second, markets, then)) continue;
    now.tickers[i].last = found->second->last;
    now.tickers[i].doubted = read.last;
  }
}

}  // namespace saldo::pricing
