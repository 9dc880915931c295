#include "core/decimal.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace saldo {
namespace {

using boost::multiprecision::cpp_int;

cpp_int power_of_ten(int exponent) { return boost::multiprecision::pow(cpp_int{10}, static_cast<unsigned>(exponent)); }

/// An exact fraction, the oracle's number. The denominator is positive.
struct Exact {
  cpp_int numerator;
  cpp_int denominator = 1;

  bool operator==(const Exact& other) const { return compare(other) == 0; }
  int compare(const Exact& other) const {
    return cpp_int{numerator * other.denominator}.compare(cpp_int{other.numerator * denominator});
  }
};

Exact scaled(cpp_int coefficient, int exponent) {
  if (exponent >= 0) return {coefficient * power_of_ten(exponent), 1};
  return {std::move(coefficient), power_of_ten(-exponent)};
}

/// Reads a decimal's text in the plainest way, without any code of saldo's.
Exact exact(std::string_view text) {
  const bool negative = text.starts_with('-');
  const auto e = std::min(text.find_first_of("eE"), text.size());
  int exponent = e == text.size() ? 0 : std::stoi(std::string{text.substr(e + 1)});
  cpp_int coefficient = 0;
  bool behind_point = false;
  for (const char c : text.substr(0, e)) {
    behind_point |= c == '.';
    if (c < '0' || c > '9') continue;
    coefficient = coefficient * 10 + (c - '0');
    exponent -= behind_point ? 1 : 0;
  }
  return scaled(negative ? cpp_int{-coefficient} : coefficient, exponent);
}

Exact exact(const Decimal& decimal) { return exact(decimal.text()); }

int digits(const cpp_int& positive) { return static_cast<int>(positive.str().size()); }

struct Rounded {
  Exact value;
  bool inexact = false;
  bool overflow = false;
};

bool goes_away_from_zero(Rounding rounding, bool negative, const cpp_int& quotient, int against_half) {
  switch (rounding) {
    case Rounding::half_even: return against_half > 0 || (against_half == 0 && quotient % 2 == 1);
    case Rounding::half_away: return against_half >= 0;
    case Rounding::toward_zero: return false;
    case Rounding::up: return !negative;
    case Rounding::down: return negative;
  }
  throw std::logic_error("a Rounding outside its enum");
}

/// To a multiple of 10^exponent.
Rounded rounded_at(const Exact& value, int exponent, Rounding rounding) {
  const bool negative = value.numerator < 0;
  const Exact unit = scaled(1, exponent);
  const cpp_int numerator = abs(value.numerator) * unit.denominator;
  const cpp_int denominator = value.denominator * unit.numerator;
  cpp_int quotient = numerator / denominator;
  const cpp_int remainder = numerator % denominator;
  const bool inexact = remainder != 0;
  if (inexact && goes_away_from_zero(rounding, negative, quotient, cpp_int{remainder * 2}.compare(denominator)))
    ++quotient;
  return {.value = scaled(negative ? cpp_int{-quotient} : quotient, exponent), .inexact = inexact, .overflow = false};
}

/// To 34 digits, at exponents that a decimal128 can have.
Rounded rounded(const Exact& value, Rounding rounding) {
  const Exact size{abs(value.numerator), value.denominator};
  int exponent = digits(size.numerator) - digits(size.denominator) - Decimal::kMaxDigits;
  // One too small at most: the quotient of the two has that many digits, or one more.
  if (size.compare(scaled(power_of_ten(Decimal::kMaxDigits), exponent)) >= 0) ++exponent;
  auto result = rounded_at(value, std::max(exponent, -6176), rounding);
  const Exact result_size{abs(result.value.numerator), result.value.denominator};
  result.overflow = result_size.compare(scaled(power_of_ten(34) - 1, 6111)) > 0;
  return result;
}

/// Digits as they make trouble: many nines, zeros and fives.
rc::Gen<std::string> some_digits(int max) {
  const auto digit = rc::gen::weightedOneOf<char>(
      {{4, rc::gen::inRange('0', static_cast<char>('9' + 1))}, {1, rc::gen::just('9')}, {1, rc::gen::just('0')}});
  return rc::gen::mapcat(rc::gen::inRange(1, max + 1), [digit](int count) {
    return rc::gen::weightedOneOf<std::string>(
        {{6, rc::gen::container<std::string>(static_cast<std::size_t>(count), digit)},
         {1, rc::gen::just(std::string(static_cast<std::size_t>(count), '9'))},
         {1, rc::gen::just("5" + std::string(static_cast<std::size_t>(count - 1), '0'))}});
  });
}

rc::Gen<int> some_exponent() {
  return rc::gen::weightedOneOf<int>(
      {{8, rc::gen::inRange(-40, 41)}, {1, rc::gen::inRange(-6176, -6100)}, {1, rc::gen::inRange(6050, 6112)}});
}

rc::Gen<Decimal> some_decimal() {
  return rc::gen::map(rc::gen::tuple(rc::gen::element("", "-"), some_digits(34), some_exponent()),
                      [](const auto& parts) {
                        const auto& [sign, coefficient, exponent] = parts;
                        return Decimal::parse(sign + coefficient + "e" + std::to_string(exponent)).value();
                      });
}

rc::Gen<Rounding> some_rounding() {
  return rc::gen::element(Rounding::half_even, Rounding::half_away, Rounding::toward_zero, Rounding::up,
                          Rounding::down);
}

void expect_rounded(const Decimal& got, const Arithmetic& math, const Rounded& wanted) {
  RC_ASSERT(math.overflow() == wanted.overflow);
  RC_ASSERT(!math.invalid());
  RC_ASSERT(math.ok() == !wanted.overflow);
  if (wanted.overflow) {
    RC_ASSERT(got.is_zero());
    return;
  }
  RC_ASSERT(exact(got) == wanted.value);
  RC_ASSERT(math.inexact() == wanted.inexact);
}

/// Checks an operation of Arithmetic against the same on fractions.
template <class Operation, class OnFractions>
bool agrees(const std::string& name, Operation operation, OnFractions on_fractions) {
  return rc::check(name, [=] {
    const auto left = *some_decimal();
    const auto right = *some_decimal();
    const auto rounding = *some_rounding();
    RC_PRE(operation != &Arithmetic::divide || !right.is_zero());
    RC_LOG() << left.text() << " and " << right.text() << ", rounding " << static_cast<int>(rounding) << "\n";
    Arithmetic math{rounding};
    const auto got = (math.*operation)(left, right);
    expect_rounded(got, math, rounded(on_fractions(exact(left), exact(right)), rounding));
  });
}

TEST(DecimalArithmetic, AddsAsFractionsDo) {
  EXPECT_TRUE(agrees("add", &Arithmetic::add, [](const Exact& a, const Exact& b) {
    return Exact{a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator};
  }));
}

TEST(DecimalArithmetic, SubtractsAsFractionsDo) {
  EXPECT_TRUE(agrees("subtract", &Arithmetic::subtract, [](const Exact& a, const Exact& b) {
    return Exact{a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator};
  }));
}

TEST(DecimalArithmetic, MultipliesAsFractionsDo) {
  EXPECT_TRUE(agrees("multiply", &Arithmetic::multiply, [](const Exact& a, const Exact& b) {
    return Exact{a.numerator * b.numerator, a.denominator * b.denominator};
  }));
}

TEST(DecimalArithmetic, DividesAsFractionsDo) {
  EXPECT_TRUE(agrees("divide", &Arithmetic::divide, [](const Exact& a, const Exact& b) {
    const cpp_int sign = b.numerator < 0 ? -1 : 1;
    return Exact{sign * a.numerator * b.denominator, sign * b.numerator * a.denominator};
  }));
}

TEST(DecimalArithmetic, RoundsToPlaces) {
  EXPECT_TRUE(rc::check("round", [] {
    const auto value = *some_decimal();
    const auto places = *rc::gen::inRange(0, 35);
    const auto rounding = *some_rounding();
    const auto wanted = rounded_at(exact(value), -places, rounding);
    Arithmetic math{rounding};
    const auto got = math.round(value, places);
    const bool fits = abs(wanted.value.numerator) < power_of_ten(34);
    RC_ASSERT(math.invalid() == !fits);
    if (!fits) {
      RC_ASSERT(got.is_zero());
      return;
    }
    RC_ASSERT(exact(got) == wanted.value);
    RC_ASSERT(math.inexact() == wanted.inexact);
    const auto text = got.text();
    RC_ASSERT(text.size() - std::min(text.find('.'), text.size() - 1) - 1 == static_cast<std::size_t>(places));
  }));
}

TEST(DecimalArithmetic, RemembersTheFirstLoss) {
  const auto one = Decimal::from_integer(1);
  Arithmetic math;
  EXPECT_EQ(math.divide(one, Decimal::from_integer(4)).text(), "0.25");
  EXPECT_FALSE(math.inexact());
  EXPECT_EQ(math.divide(one, Decimal::from_integer(3)).text(), "0." + std::string(34, '3'));
  EXPECT_EQ(math.add(one, one).text(), "2");
  EXPECT_TRUE(math.inexact());
  EXPECT_TRUE(math.ok());
}

TEST(DecimalArithmetic, GivesZeroAndSaysSoWhereThereIsNoResult) {
  const auto largest = Decimal::parse("9e6144").value();
  Arithmetic overflow;
  EXPECT_TRUE(overflow.multiply(largest, largest).is_zero());
  EXPECT_TRUE(overflow.overflow());
  EXPECT_FALSE(overflow.ok());
  for (const auto& dividend : {Decimal{}, largest}) {
    Arithmetic by_zero;
    EXPECT_TRUE(by_zero.divide(dividend, Decimal{}).is_zero());
    EXPECT_TRUE(by_zero.invalid());
    EXPECT_FALSE(by_zero.ok());
  }
  Arithmetic too_many_digits;
  EXPECT_TRUE(too_many_digits.round(Decimal::parse("1e33").value(), 2).is_zero());
  EXPECT_TRUE(too_many_digits.invalid());
}

TEST(DecimalRounding, BreaksTiesAsItsNameSays) {
  struct Row {
    std::string_view value, half_even, half_away, toward_zero, up, down;
  };
  for (const auto& row :
       {Row{"1.005", "1.00", "1.01", "1.00", "1.01", "1.00"}, Row{"1.015", "1.02", "1.02", "1.01", "1.02", "1.01"},
        Row{"-1.005", "-1.00", "-1.01", "-1.00", "-1.00", "-1.01"},
        Row{"1.0051", "1.01", "1.01", "1.00", "1.01", "1.00"}, Row{"7", "7.00", "7.00", "7.00", "7.00", "7.00"}}) {
    const auto rounded_text = [&](Rounding rounding) {
      return Arithmetic{rounding}.round(Decimal::parse(row.value).value(), 2).text();
    };
    EXPECT_EQ(rounded_text(Rounding::half_even), row.half_even) << row.value;
    EXPECT_EQ(rounded_text(Rounding::half_away), row.half_away) << row.value;
    EXPECT_EQ(rounded_text(Rounding::toward_zero), row.toward_zero) << row.value;
    EXPECT_EQ(rounded_text(Rounding::up), row.up) << row.value;
    EXPECT_EQ(rounded_text(Rounding::down), row.down) << row.value;
  }
}

TEST(DecimalText, ComesBackTheSame) {
  EXPECT_TRUE(rc::check("text() parses back", [] {
    const auto value = *some_decimal();
    const auto again = Decimal::parse(value.text());
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == value);
    RC_ASSERT(again->text() == value.text());
  }));
}

TEST(DecimalText, KeepsEveryDigitThatWasGiven) {
  for (const auto* text :
       {"0", "0.00", "-12.3400", "0.00000150", "1234567890123456789012345678901234",
        "0.000000000000000000000000000000000000000000000000000000000001", "100", "1E+61", "1E-61", "123E-6176"})
    EXPECT_EQ(Decimal::parse(text).value().text(), text);
}

TEST(DecimalParse, ReadsWhatExchangesWrite) {
  const std::string nines(34, '9');
  for (const auto& [text, expected] :
       std::vector<std::pair<std::string, std::string>>{{"+1", "1"},
                                                        {".5", "0.5"},
                                                        {"5.", "5"},
                                                        {"-.5", "-0.5"},
                                                        {"007", "7"},
                                                        {"-0", "0"},
                                                        {"-0.00", "0.00"},
                                                        {"1.5e-7", "0.00000015"},
                                                        {"1E3", "1000"},
                                                        {"1e+3", "1000"},
                                                        {"1e400", "1E+400"},
                                                        {"1e6144", "1000000000000000000000000000000000E+6111"},
                                                        {"1e-6176", "1E-6176"},
                                                        {"10e-6177", "1E-6176"},
                                                        {"0e9999", "0"},
                                                        {"0e2", "0"},
                                                        {nines, nines},
                                                        {nines + "000", nines + "000"},
                                                        {"0." + nines, "0." + nines},
                                                        {std::string(94, '0') + nines, nines}})
    EXPECT_EQ(Decimal::parse(text).value().text(), expected) << text;
}

TEST(DecimalParse, RefusesWhatIsNoDecimal) {
  for (const auto& text : {std::string{},
                           std::string{"NaN"},
                           std::string{"nan"},
                           std::string{"inf"},
                           std::string{"-Infinity"},
                           std::string{"0x1"},
                           std::string{" 1"},
                           std::string{"1 "},
                           std::string{"1_0"},
                           std::string{"1,0"},
                           std::string{"."},
                           std::string{"-"},
                           std::string{"+"},
                           std::string{"--1"},
                           std::string{"+-1"},
                           std::string{"1e"},
                           std::string{"e1"},
                           std::string{"1e+"},
                           std::string{"1e-"},
                           std::string{"1e+-1"},
                           std::string{"1e1.5"},
                           std::string{"1e1e1"},
                           std::string{"1.2.3"},
                           std::string{"1\0", 2},
                           std::string{"\u0661"},
                           std::string{"1e6145"},
                           std::string{"10e6144"},
                           std::string{"1e-6177"},
                           std::string{"1e99999999999999999999"},
                           std::string{"1e-20001"},
                           std::string(129, '0'),
                           std::string(35, '9'),
                           "0." + std::string(34, '1') + "1",
                           "1" + std::string(33, '0') + "1"}) {
    const auto decimal = Decimal::parse(text);
    ASSERT_FALSE(decimal) << text;
    EXPECT_EQ(decimal.error().kind, ErrorKind::bad_response) << text;
  }
}

TEST(DecimalParse, ShowsACutAndHarmlessTextInItsError) {
  EXPECT_EQ(Decimal::parse("1\n\x1b[2K").error().message, "\"1??[2K\" is not a decimal number");
  EXPECT_EQ(Decimal::parse(std::string(200, 'x')).error().message,
            "\"" + std::string(40, 'x') + "...\" is not a decimal number");
}

TEST(DecimalParse, RoundsHalfEvenWhenTold) {
  EXPECT_TRUE(rc::check("parse_rounded", [] {
    const auto text = *rc::gen::element("", "-") + *some_digits(60) + "." + *some_digits(50);
    const auto wanted = rounded(exact(text), Rounding::half_even);
    const auto got = Decimal::parse_rounded(text);
    RC_ASSERT(got.has_value());
    RC_ASSERT(exact(got->value) == wanted.value);
    RC_ASSERT(got->inexact == wanted.inexact);
    RC_ASSERT(Decimal::parse(text).has_value() == !wanted.inexact);
  }));
}

TEST(DecimalParse, BreaksATieTowardTheEvenDigit) {
  const std::string digits(33, '1');
  for (const auto& [last, even] : {std::pair{"0", "0"}, {"1", "2"}, {"2", "2"}, {"7", "8"}}) {
    EXPECT_EQ(Decimal::parse_rounded(digits + last + ".5000").value().value.text(), digits + even);
    EXPECT_GT(Decimal::parse_rounded(digits + last + ".5001").value().value.text(), digits + last);
    EXPECT_EQ(Decimal::parse_rounded(digits + last + ".4999").value().value.text(), digits + last);
  }
  EXPECT_EQ(Decimal::parse_rounded(std::string(34, '9') + ".5").value().value.text(), "1" + std::string(34, '0'));
}

TEST(DecimalOrder, IsThatOfFractions) {
  EXPECT_TRUE(rc::check("compare", [] {
    const auto left = *some_decimal();
    const auto right = *rc::gen::oneOf(some_decimal(), rc::gen::just(left), rc::gen::just(left.negated()));
    const int wanted = exact(left).compare(exact(right));
    RC_ASSERT((left < right) == (wanted < 0));
    RC_ASSERT((left > right) == (wanted > 0));
    RC_ASSERT((left == right) == (wanted == 0));
  }));
}

TEST(DecimalOrder, IsByValue) {
  EXPECT_EQ(Decimal::parse("1.0").value(), Decimal::parse("1.00").value());
  EXPECT_EQ(Decimal::parse("-0").value(), Decimal{});
}

TEST(Decimal, KnowsItsSignAndSize) {
  EXPECT_TRUE(rc::check("sign and magnitude", [] {
    const auto value = *some_decimal();
    const auto fraction = exact(value);
    RC_ASSERT(value.is_zero() == (fraction.numerator == 0));
    RC_ASSERT(value.is_negative() == (fraction.numerator < 0));
    RC_ASSERT(exact(value.negated()) == (Exact{-fraction.numerator, fraction.denominator}));
    if (value.is_zero()) return;
    const Exact size{abs(fraction.numerator), fraction.denominator};
    RC_ASSERT(size.compare(scaled(1, value.magnitude())) >= 0);
    RC_ASSERT(size.compare(scaled(1, value.magnitude() + 1)) < 0);
  }));
  EXPECT_EQ(Decimal{}.magnitude(), 0);
  EXPECT_EQ(Decimal::parse("123.4").value().magnitude(), 2);
  EXPECT_EQ(Decimal::parse("0.00123").value().magnitude(), -3);
}

TEST(Decimal, IsMadeOfAnyInteger) {
  for (const auto value : {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::max(),
                           std::numeric_limits<std::int64_t>::min()})
    EXPECT_EQ(Decimal::from_integer(value).text(), std::to_string(value));
}

template <class T>
constexpr bool kUnrelated =
    !std::is_constructible_v<Decimal, T> && !std::is_constructible_v<T, Decimal> && !std::is_assignable_v<Decimal&, T>;
static_assert(kUnrelated<float> && kUnrelated<double> && kUnrelated<long double>,
              "no way from or to a binary floating-point number");

}  // namespace
}  // namespace saldo
