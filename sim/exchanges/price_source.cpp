#include "sim/exchanges/price_source.h"

#include <fmt/format.h>

#include "sim/draws.h"

namespace sim {

Rational rate_nearby(std::uint64_t seed, std::string_view source, std::uint64_t spread_ppm) {
  constexpr std::uint64_t kWholePpm = 1'000'000;
  const Fixed8 bid = make_rate(seed).bid;
  Draws draws(keyed_hash(seed, fmt::format("usd-brl/{}", source)));
  const std::uint64_t factor_ppm = kWholePpm - spread_ppm + 1 + draws.below(2 * spread_ppm - 1);
  return Rational(bid.whole * Fixed8::kScale + bid.fraction, Fixed8::kScale) * Rational(factor_ppm, kWholePpm);
}

bool is_down(const Effects& effects) {
  return effects.find(FaultKind::rate_down) != nullptr || effects.find(FaultKind::maintenance) != nullptr;
}

Rational disturbed(const Rational& rate, const Effects& effects) {
  constexpr std::int64_t kThousandths = 1000;
  const Fault* jump = effects.find(FaultKind::rate_jump);
  return jump == nullptr ? rate : Rational(rate * Rational(jump->amount, kThousandths));
}

std::int64_t staleness_s(const Effects& effects) {
  constexpr std::int64_t kHourSeconds = 3600;
  const Fault* stale = effects.find(FaultKind::rate_stale);
  return stale == nullptr ? 0 : stale->amount * kHourSeconds;
}

std::string short_text(const Rational& number, unsigned places) {
  std::string text = rounded(number, places);
  if (!text.contains('.')) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string date_text(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace sim
