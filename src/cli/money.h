#pragma once

#include <string>

#include "core/decimal.h"
#include "core/snapshot.h"

namespace saldo::cli {

/// "US$ 1,234.56"
std::string us_dollars(const Decimal& amount);
/// "R$ 1,234.56"
std::string reais(const Decimal& amount);
/// "1,234.56000000": every digit, grouped.
std::string grouped(const Decimal& number);
/// For people: `places` digits at most, no zeros at the end.
std::string short_amount(const Decimal& number, int places);

/// "2026-11-23 16:00" in UTC, for tables.
std::string minute_text(Time time);

}  // namespace saldo::cli
