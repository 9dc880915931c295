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

}  // namespace

Token value_token(const Balance& balance, std::string_view exchange, PriceBook& book, Value& sum) {
  Token token{.balance = balance};
  const auto price = book.find(exchange, balance.asset);
  if (!price) return token;
  const auto value = value_of(balance, *price, book.usd_brl().rate);
  if (value.usd.magnitude() > kValueMagnitudeMax || value.brl.magnitude() > kValueMagnitudeMax) return token;
  token.price_usd = price->usd;
  token.price_path = price->path;
  token.price_stale = price->stale;
  token.value_usd = rounded(value.usd, kTokenPlaces);
  token.value_brl = rounded(value.brl, kTokenPlaces);
  add(sum, value);
  return token;
}

void value_account(AccountSnapshot& account, PriceBook& book, Value& sum) {
  Value account_sum;
  for (auto& wallet : account.wallets) {
    if (wallet.status == WalletStatus::failed) continue;
    for (auto& token : wallet.tokens) token = value_token(token.balance, account.exchange, book, account_sum);
  }
  account.total_usd = rounded(account_sum.usd, kTotalPlaces);
  account.total_brl = rounded(account_sum.brl, kTotalPlaces);
  add(sum, account_sum);
}

void value_snapshot(Snapshot& snapshot, PriceBook& book) {
  Value sum;
  for (auto& account : snapshot.accounts) value_account(account, book, sum);
  snapshot.usd_brl = book.usd_brl();
  snapshot.total_usd = rounded(sum.usd, kTotalPlaces);
  snapshot.total_brl = rounded(sum.brl, kTotalPlaces);
}

}  // namespace saldo::pricing
