#include "core/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <bid_conf.h>
#include <bid_functions.h>
#include <fmt/format.h>

#include "core/check.h"

namespace saldo {
namespace {

__extension__ typedef unsigned __int128 Uint128;  // NOLINT(modernize-use-using): no other way to say __extension__

constexpr int kBias = 6176;
constexpr int kExponentMin = -6176;
constexpr int kExponentMax = 6111;
constexpr int kExponentShift = 49;
constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;
constexpr std::uint64_t kCoefficientMask = (std::uint64_t{1} << kExponentShift) - 1;
constexpr int kMaxPlainZeros = 60;

/// A finite decimal taken apart: (-1)^negative * coefficient * 10^exponent.
struct Parts {
  bool negative = false;
  Uint128 coefficient = 0;
  int exponent = 0;
};

Parts take_apart(std::uint64_t high, std::uint64_t low) {
  return {.negative = (high & kSignBit) != 0,
          .coefficient = (Uint128{high & kCoefficientMask} << 64) | low,
          .exponent = static_cast<int>((high & ~kSignBit) >> kExponentShift) - kBias};
}

std::string digits_of(Uint128 coefficient) {
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(coefficient % 10));
    coefficient /= 10;
  } while (coefficient != 0);
  std::ranges::reverse(digits);
  return digits;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What a number's text says, before it is fitted into 34 digits.
struct Scanned {
  bool negative = false;
  std::string digits;  // significant digits, without leading zeros
  int exponent = 0;    // of the last digit
};

/// Reads "e-7" or "E+12". Nothing when it is malformed or beyond any number that we could hold.
std::optional<int> scan_exponent(std::string_view text) {
  if (text.empty() || (text.front() != 'e' && text.front() != 'E')) return {};
  text.remove_prefix(1);
  const bool plus = text.starts_with('+');
  if (plus) text.remove_prefix(1);
  if (text.empty() || (plus && !is_digit(text.front()))) return {};
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < -20000 || value > 20000) return {};
  return value;
}

/// Takes the digits off the front of `text`; gives how many there were.
int take_digits(std::string_view& text, std::string& digits) {
  int count = 0;
  for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), ++count)
    if (!digits.empty() || text.front() != '0') digits += text.front();
  return count;
}

std::optional<Scanned> scan(std::string_view text) {
  if (text.size() > Decimal::kMaxTextLength) return {};
  Scanned number;
  if (text.starts_with('-') || text.starts_with('+')) {
    number.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const int whole = take_digits(text, number.digits);
  int places = 0;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    places = take_digits(text, number.digits);
  }
  if (whole + places == 0) return {};
  number.exponent = -places;
  if (text.empty()) return number;
  const auto exponent = scan_exponent(text);
  if (!exponent) return {};
  number.exponent += *exponent;
  return number;
}

/// Cuts the digits to 34, rounding half even. Gives whether anything but zeros was lost.
bool fit_digits(Scanned& number) {
  if (number.digits.size() <= Decimal::kMaxDigits) return false;
  const std::string rest = number.digits.substr(Decimal::kMaxDigits);
  number.digits.resize(Decimal::kMaxDigits);
  number.exponent += static_cast<int>(rest.size());
  const bool lost = rest.find_first_not_of('0') != std::string::npos;
  const bool above_half =
      rest.front() > '5' || (rest.front() == '5' && rest.find_first_not_of('0', 1) != std::string::npos);
  const bool tie = rest.front() == '5' && !above_half;
  const bool odd = (number.digits.back() - '0') % 2 == 1;
  if (!above_half && !(tie && odd)) return lost;
  auto digit = number.digits.rbegin();
  for (; digit != number.digits.rend() && *digit == '9'; ++digit) *digit = '0';
  if (digit != number.digits.rend()) {
    ++*digit;
    return lost;
  }
  number.digits.insert(number.digits.begin(), '1');
  number.digits.pop_back();
  ++number.exponent;
  return lost;
}

/// Moves zeros between digits and exponent until the exponent can be held. False when the number cannot be.
bool fit_exponent(Scanned& number) {
  if (number.digits.empty()) {
    number.exponent = std::clamp(number.exponent, kExponentMin, kExponentMax);
    return true;
  }
  while (number.exponent > kExponentMax && number.digits.size() < Decimal::kMaxDigits) {
    number.digits += '0';
    --number.exponent;
  }
  while (number.exponent < kExponentMin && number.digits.size() > 1 && number.digits.back() == '0') {
    number.digits.pop_back();
    ++number.exponent;
  }
  return number.exponent >= kExponentMin && number.exponent <= kExponentMax;
}

/// The number for an error message: cut, and with nothing in it that a terminal could act on.
std::string quoted(std::string_view text) {
  std::string shown;
  for (const char c : text.substr(0, 40)) shown += (c >= ' ' && c <= '~') ? c : '?';
  return fmt::format("\"{}{}\"", shown, text.size() > 40 ? "..." : "");
}

BID_UINT128 to_bid(std::uint64_t high, std::uint64_t low) {
  BID_UINT128 value;
  value.w[BID_HIGH_128W] = high;
  value.w[BID_LOW_128W] = low;
  return value;
}

_IDEC_round to_bid(Rounding rounding) {
  switch (rounding) {
    case Rounding::half_even: return BID_ROUNDING_TO_NEAREST;
    case Rounding::half_away: return BID_ROUNDING_TIES_AWAY;
    case Rounding::toward_zero: return BID_ROUNDING_TO_ZERO;
    case Rounding::up: return BID_ROUNDING_UP;
    case Rounding::down: return BID_ROUNDING_DOWN;
  }
  check(false, "a Rounding outside its enum");
  return BID_ROUNDING_TO_NEAREST;
}

std::string plain(std::string digits, int exponent) {
  if (exponent >= 0) return digits + std::string(static_cast<std::size_t>(exponent), '0');
  const auto places = static_cast<std::size_t>(-exponent);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  digits.insert(digits.size() - places, 1, '.');
  return digits;
}

}  // namespace

Decimal Decimal::from_integer(std::int64_t value) {
  const bool negative = value < 0;
  const auto size = negative ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
  return {(negative ? kSignBit : 0) | (std::uint64_t{kBias} << kExponentShift), size};
}

Result<Decimal::Rounded> Decimal::parse_rounded(std::string_view text) {
  auto number = scan(text);
  if (!number) return fail(ErrorKind::bad_response, quoted(text) + " is not a decimal number");
  const bool inexact = fit_digits(*number);
  if (!fit_exponent(*number)) return fail(ErrorKind::bad_response, quoted(text) + " is out of a decimal's range");
  Uint128 coefficient = 0;
  for (const char digit : number->digits) coefficient = coefficient * 10 + static_cast<unsigned>(digit - '0');
  const auto exponent = static_cast<std::uint64_t>(number->exponent + kBias) << kExponentShift;
  const auto high = (number->negative ? kSignBit : 0) | exponent | static_cast<std::uint64_t>(coefficient >> 64);
  return Rounded{.value = {high, static_cast<std::uint64_t>(coefficient)}, .inexact = inexact};
}

Result<Decimal> Decimal::parse(std::string_view text) {
  const auto rounded = parse_rounded(text);
  if (!rounded) return fail(rounded.error());
  if (rounded->inexact) return fail(ErrorKind::bad_response, quoted(text) + " has more than 34 digits");
  return rounded->value;
}

std::string Decimal::text() const {
  const auto parts = take_apart(high_, low_);
  const std::string sign = is_negative() ? "-" : "";
  auto digits = digits_of(parts.coefficient);
  const int exponent = is_zero() ? std::min(parts.exponent, 0) : parts.exponent;
  if (exponent <= kMaxPlainZeros && exponent >= -kMaxPlainZeros) return sign + plain(std::move(digits), exponent);
  return fmt::format("{}{}E{:+}", sign, digits, exponent);
}

bool Decimal::is_zero() const { return (high_ & kCoefficientMask) == 0 && low_ == 0; }
bool Decimal::is_negative() const { return (high_ & kSignBit) != 0 && !is_zero(); }
Decimal Decimal::negated() const { return {high_ ^ kSignBit, low_}; }

int Decimal::magnitude() const {
  if (is_zero()) return 0;
  const auto parts = take_apart(high_, low_);
  return static_cast<int>(digits_of(parts.coefficient).size()) - 1 + parts.exponent;
}

std::weak_ordering operator<=>(const Decimal& left, const Decimal& right) {
  const auto a = to_bid(left.high_, left.low_);
  const auto b = to_bid(right.high_, right.low_);
  _IDEC_flags flags = 0;
  if (bid128_quiet_less(a, b, &flags)) return std::weak_ordering::less;
  if (bid128_quiet_less(b, a, &flags)) return std::weak_ordering::greater;
  return std::weak_ordering::equivalent;
}

template <class Operation>
Decimal Arithmetic::apply(Operation operation) {
  _IDEC_flags flags = 0;
  const BID_UINT128 value = operation(to_bid(rounding_), &flags);
  // Rounding of tiny results (underflow) also raises inexact, and is no more than that.
  inexact_ |= (flags & BID_INEXACT_EXCEPTION) != 0;
  overflow_ |= (flags & BID_OVERFLOW_EXCEPTION) != 0;
  invalid_ |= (flags & (BID_INVALID_EXCEPTION | BID_ZERO_DIVIDE_EXCEPTION)) != 0;
  const bool finite = (flags & (BID_OVERFLOW_EXCEPTION | BID_INVALID_EXCEPTION | BID_ZERO_DIVIDE_EXCEPTION)) == 0;
  return finite ? Decimal{value.w[BID_HIGH_128W], value.w[BID_LOW_128W]} : Decimal{};
}

Decimal Arithmetic::add(const Decimal& left, const Decimal& right) {
  return apply([&](auto rounding, auto* flags) {
    return bid128_add(to_bid(left.high_, left.low_), to_bid(right.high_, right.low_), rounding, flags);
  });
}

Decimal Arithmetic::subtract(const Decimal& left, const Decimal& right) { return add(left, right.negated()); }

Decimal Arithmetic::multiply(const Decimal& left, const Decimal& right) {
  return apply([&](auto rounding, auto* flags) {
    return bid128_mul(to_bid(left.high_, left.low_), to_bid(right.high_, right.low_), rounding, flags);
  });
}

Decimal Arithmetic::divide(const Decimal& left, const Decimal& right) {
  return apply([&](auto rounding, auto* flags) {
    return bid128_div(to_bid(left.high_, left.low_), to_bid(right.high_, right.low_), rounding, flags);
  });
}

Decimal Arithmetic::round(const Decimal& value, int places) {
  check(places >= 0 && places <= Decimal::kMaxDigits, "a number of places outside 0 to 34");
  const auto pattern = to_bid(static_cast<std::uint64_t>(kBias - places) << kExponentShift, 1);
  return apply([&](auto rounding, auto* flags) {
    return bid128_quantize(to_bid(value.high_, value.low_), pattern, rounding, flags);
  });
}

}  // namespace saldo
