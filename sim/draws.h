#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sim {

/// SipHash-2-4 of `text` under a key made from `seed`: the one source of everything that the simulator makes up.
std::uint64_t keyed_hash(std::uint64_t seed, std::string_view text);

/// A row of pseudo-random numbers (SplitMix64), the same for the same start on every machine.
class Draws {
 public:
  explicit Draws(std::uint64_t start) : state_(start) {}

  std::uint64_t next();
  /// 0 to `count` - 1; `count` is at least 1.
  std::uint64_t below(std::uint64_t count) { return next() % count; }
  bool percent(std::uint64_t chance) { return below(100) < chance; }
  /// True with probability `p`, 0 to 1.
  bool chance(double p);

 private:
  std::uint64_t state_;
};

/// `length` letters and digits.
std::string alphanumeric(Draws& draws, std::size_t length);

}  // namespace sim
