#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace sim {

/// A decimal number that is not negative, with eight places: amounts and prices as exchanges state them.
/// `fraction` counts 1e-8 and stays below 100,000,000.
struct Fixed8 {
  std::uint64_t whole = 0;
  std::uint64_t fraction = 0;

  static constexpr std::uint64_t kScale = 100'000'000;

  static constexpr Fixed8 of_units(std::uint64_t units) { return {units / kScale, units % kScale}; }
  [[nodiscard]] bool zero() const { return whole == 0 && fraction == 0; }
  auto operator<=>(const Fixed8&) const = default;
};

/// Appends "12.34500000".
void append(std::string& out, Fixed8 number);
std::string text(Fixed8 number);

}  // namespace sim
