#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace saldo {

/// How a result that does not fit is rounded. The names are those of IEEE 754.
enum class Rounding { half_even, half_away, toward_zero, up, down };

/// An exact decimal number: IEEE 754 decimal128, 34 digits, the format of BSON's Decimal128.
/// Always finite. There is no way from or to a binary floating-point number.
class Decimal {
 public:
  static constexpr int kMaxDigits = 34;
  static constexpr int kMaxTextLength = 128;

  constexpr Decimal() = default;
  template <std::floating_point T>
  Decimal(T) = delete;
  static Decimal from_integer(std::int64_t value);

  /// Reads "-12.3400" or "1.5e-7" without loss; trailing zeros are kept. Fails with bad_response for anything else:
  /// NaN, infinity, hexadecimal, blanks, more than 34 significant digits, an exponent out of range.
  static Result<Decimal> parse(std::string_view text);

  struct Rounded;
  /// As parse, but a number with more than 34 digits is rounded half even and marked inexact.
  static Result<Rounded> parse_rounded(std::string_view text);

  /// Plain notation with every stored digit ("0.00000150"); with an exponent only beyond 60 places or digits. A zero
  /// has no sign.
  std::string text() const;

  bool is_zero() const;
  bool is_negative() const;
  /// The power of ten of the first significant digit: 2 for 123.4, -3 for 0.00123. Zero for zero.
  int magnitude() const;
  Decimal negated() const;

  /// By value: 1.0 equals 1.00.
  friend bool operator==(const Decimal& left, const Decimal& right) { return (left <=> right) == 0; }
  friend std::weak_ordering operator<=>(const Decimal& left, const Decimal& right);

 private:
  friend class Arithmetic;
  constexpr Decimal(std::uint64_t high, std::uint64_t low) : high_(high), low_(low) {}

  // The encoding with a binary coefficient (BID): sign, exponent with a bias of 6176, 113 bits of coefficient.
  std::uint64_t high_ = std::uint64_t{6176} << 49;
  std::uint64_t low_ = 0;
};

struct Decimal::Rounded {
  Decimal value;
  bool inexact = false;
};

/// Calculates at 34 digits and remembers whether anything was lost on the way. One object a calculation:
/// work through it, then ask once whether the result can be trusted.
class Arithmetic {
 public:
  explicit Arithmetic(Rounding rounding = Rounding::half_even) : rounding_(rounding) {}

  Decimal add(const Decimal& left, const Decimal& right);
  Decimal subtract(const Decimal& left, const Decimal& right);
  Decimal multiply(const Decimal& left, const Decimal& right);
  /// Division by zero gives zero and sets invalid().
  Decimal divide(const Decimal& left, const Decimal& right);
  /// To exactly `places` digits after the point: 2 turns 1.005 into 1.00 (half even).
  Decimal round(const Decimal& value, int places);

  bool inexact() const { return inexact_; }
  /// A result was too large to hold; what was returned for it is zero.
  bool overflow() const { return overflow_; }
  /// A division by zero, or a rounding that would need more than 34 digits; what was returned for it is zero.
  bool invalid() const { return invalid_; }
  /// Neither overflow nor invalid: every value returned so far is the right one, rounded.
  bool ok() const { return !overflow_ && !invalid_; }

 private:
  template <class Operation>
  Decimal apply(Operation operation);

  Rounding rounding_;
  bool inexact_ = false;
  bool overflow_ = false;
  bool invalid_ = false;
};

}  // namespace saldo
