#include "pricing/valuation.h"

#include "core/check.h"

namespace saldo::pricing {
namespace {

constexpr int kTotalPlaces = 2;
constexpr int kTokenPlaces = 8;
// 10^22 dollars are ten thousand times the wealth of the world: an amount or a price is wrong. It also keeps every
// sum within 34 digits at eight places.
constexpr int kValueMagnitudeMax = 22;

Decimal rounded(const Decimal& value, int places) {
  Arithmetic math{Rounding::half_even};
  const auto result = math.round(value, places);
  check(math.ok(), "a value too large to be rounded got past its limit");
  return result;
}

/// The real is its own amount, not a round trip through dollars.
Value value_of(const Balance& balance, const Price& price, const Decimal& usd_brl) {
  Arithmetic math;
  const auto amount = balance.total();
  if (balance.asset == "BRL") return {.usd = math.divide(amount, usd_brl), .brl = amount};
  const auto usd = math.multiply(amount, price.usd);
  return {.usd = usd, .brl = math.multiply(usd, usd_brl)};
}

void add(Value& sum, const Value& value) {
  Arithmetic math;
  sum.usd = math.add(sum.usd, value.usd);
  sum.brl = math.add(sum.brl, value.brl);
}

struct Holding {
  const AccountSnapshot& account;
  const WalletSnapshot& wallet;
  const std::string& asset;
};

void note(Snapshot& snapshot, EventKind kind, const Holding& holding) {
  snapshot.events.push_back({.kind = kind,
                             .exchange = holding.account.exchange,
                             .label = holding.account.label,
                             .wallet = holding.wallet.wallet,
                             .asset = holding.asset});
}

/// The book's price, else the last known one.
std::optional<Price> price_of(const Holding& holding, Snapshot& snapshot, PriceBook& book, const LastPrices& last) {
  const auto& exchange = holding.account.exchange;
  if (auto price = book.find(exchange, holding.asset)) return price;
  if (book.is_doubted(exchange, holding.asset)) note(snapshot, EventKind::price_doubted, holding);
  if (last.has_expired(exchange, holding.asset)) note(snapshot, EventKind::price_lost, holding);
  return last.find(exchange, holding.asset);
}

Value value_account(AccountSnapshot& account, Snapshot& snapshot, PriceBook& book, const LastPrices& last) {
  Value sum;
  for (auto& wallet : account.wallets) {
    if (wallet.status == WalletStatus::failed) continue;
    for (auto& token : wallet.tokens) {
      const auto price = price_of({account, wallet, token.balance.asset}, snapshot, book, last);
      token = value_token(token.balance, price, book.usd_brl().rate, sum);
    }
  }
  account.total_usd = rounded(sum.usd, kTotalPlaces);
  account.total_brl = rounded(sum.brl, kTotalPlaces);
  return sum;
}

}  // namespace

Token value_token(const Balance& balance, const std::optional<Price>& price, const Decimal& usd_brl, Value& sum) {
  Token token{.balance = balance};
  if (!price) return token;
  const auto value = value_of(balance, *price, usd_brl);
  if (value.usd.magnitude() > kValueMagnitudeMax || value.brl.magnitude() > kValueMagnitudeMax) return token;
  token.price_usd = price->usd;
  token.price_path = price->path;
  token.price_stale = price->stale;
  token.price_as_of = price->as_of;
  token.value_usd = rounded(value.usd, kTokenPlaces);
  token.value_brl = rounded(value.brl, kTokenPlaces);
  add(sum, value);
  return token;
}

void value_snapshot(Snapshot& snapshot, PriceBook& book, const LastPrices& last) {
  Value sum;
  for (auto& account : snapshot.accounts) add(sum, value_account(account, snapshot, book, last));
  snapshot.usd_brl = book.usd_brl();
  snapshot.total_usd = rounded(sum.usd, kTotalPlaces);
  snapshot.total_brl = rounded(sum.brl, kTotalPlaces);
}

}  // namespace saldo::pricing
