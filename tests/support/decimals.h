#pragma once

#include <ostream>
#include <string_view>

#include "core/decimal.h"
#include "core/time.h"

namespace saldo {

/// How GoogleTest shows a Decimal that was not what it should be.
inline void PrintTo(const Decimal& number, std::ostream* out) { *out << number.text(); }

namespace test {

inline Decimal decimal(std::string_view text) { return Decimal::parse(text).value(); }

/// An instant of the tests: "2026-11-25T12:00:00Z".
inline constexpr Time kNoon = from_unix_ms(1'795'608'000'000);

}  // namespace test
}  // namespace saldo
