// Whatever Decimal accepts, Boost reads the same, and its text reads back the same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <boost/multiprecision/cpp_dec_float.hpp>

#include "core/check.h"
#include "core/decimal.h"

namespace saldo {
namespace {

// More digits than any accepted text has, so that nothing is lost on the way.
using Reference = boost::multiprecision::number<boost::multiprecision::cpp_dec_float<300, std::int32_t>,
                                                boost::multiprecision::et_off>;

void check_round_trip(const Decimal& value) {
  const auto text = value.text();
  check(text.size() <= Decimal::kMaxTextLength, "a text that parse() finds too long");
  const auto again = Decimal::parse(text);
  check(again.has_value() && *again == value, "a text that does not come back");
  check(again->text() == text, "a text that changes when it comes back");
}

/// Boost wants a digit on either side of the point.
std::string for_boost(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c == '.' && (plain.empty() || plain == "-" || plain == "+")) plain += '0';
    plain += c;
  }
  const auto point = plain.find('.');
  if (point != std::string::npos && (point + 1 == plain.size() || plain[point + 1] < '0' || plain[point + 1] > '9'))
    plain.insert(point + 1, "0");
  return plain;
}

void check_against_boost(std::string_view text, const Decimal& value) {
  check(Reference{for_boost(text)} == Reference{value.text()}, "Boost reads another number");
}

void try_text(std::string_view text) {
  const auto rounded = Decimal::parse_rounded(text);
  const auto exact = Decimal::parse(text);
  check(exact.has_value() == (rounded.has_value() && !rounded->inexact), "parse and parse_rounded disagree");
  if (rounded) check_round_trip(rounded->value);
  if (exact) check_against_boost(text, *exact);
}

}  // namespace
}  // namespace saldo

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  saldo::try_text({reinterpret_cast<const char*>(data), size});
  return 0;
}
