#include "exchange/rows.h"

#include <fmt/format.h>

#include "wire/peer.h"

namespace saldo::exchange {
namespace {

constexpr std::size_t kOddRowBytesMax = 500;
constexpr std::size_t kAssetNameBytesMax = 64;

}  // namespace

bool is_plausible(const Decimal& number) {
  return number.is_zero() || (number.magnitude() <= kAmountMagnitudeMax && number.magnitude() >= kAmountMagnitudeMin);
}

std::string Row::text(std::string_view key) {
  const auto text = value_.text(key);
  if (text && !text->empty() && text->size() <= kAssetNameBytesMax) return std::string{*text};
  if (problem_.empty()) problem_ = fmt::format("no usable \"{}\"", key);
  return {};
}

Decimal Row::amount(std::string_view key) {
  const auto text = value_.text(key);
  const auto number = text ? Decimal::parse_rounded(*text) : Result<Decimal::Rounded>{fail(text.error())};
  if (number && is_plausible(number->value)) {
    inexact_ |= number->inexact;
    return number->value;
  }
  if (problem_.empty())
    problem_ = number ? fmt::format("\"{}\" is of an impossible size", key)
                      : fmt::format("\"{}\": {}", key, number.error().message);
  return {};
}

void keep_odd_row(WalletReading& reading, const Row& row) {
  if (reading.odd_rows.size() < kOddRowsMax) reading.odd_rows.push_back(row.as_odd());
  if (reading.odd_rows.size() == kOddRowsMax)
    reading.odd_rows.back() = {.text = "...", .reason = "and more rows like these"};
}

OddRow Row::as_odd() const { return {.text = value_.raw(kOddRowBytesMax), .reason = problem_}; }

}  // namespace saldo::exchange
