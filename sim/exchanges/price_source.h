#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/exchange.h"
#include "sim/truth.h"

namespace sim {

/// An "exchange" that only tells the price of the dollar: nobody has an account there.
class PriceSource : public Exchange {
 public:
  [[nodiscard]] const Market& market() const final { return market_; }
  [[nodiscard]] Credentials credentials(AccountRef) const final { return {}; }
  [[nodiscard]] std::vector<Wallet> wallets(AccountRef) const final { return {}; }
  [[nodiscard]] std::optional<AccountRef> caller(const Request&) const final { return std::nullopt; }

 private:
  Market market_;
};

/// AwesomeAPI's bid times a factor of this source's own, made from the seed: less than `spread_ppm` millionths off.
Rational rate_nearby(std::uint64_t seed, std::string_view source, std::uint64_t spread_ppm);

/// Whether a fault has the source say that it is not available.
bool is_down(const Effects& effects);
/// `rate` times the factor of rate_jump, if there is one.
Rational disturbed(const Rational& rate, const Effects& effects);
/// How much older than usual rate_stale makes a quote, in seconds.
std::int64_t staleness_s(const Effects& effects);

/// At most so many places, without zeros at the end: "5.11", "1".
std::string short_text(const Rational& number, unsigned places);
/// "2026-07-31".
std::string date_text(std::chrono::sys_days day);

}  // namespace sim
