#include "sim/draws.h"

#include <array>
#include <bit>
#include <cstring>

namespace sim {
namespace {

struct SipState {
  std::uint64_t v0, v1, v2, v3;

  void round() {
    v0 += v1, v1 = std::rotl(v1, 13) ^ v0, v0 = std::rotl(v0, 32);
    v2 += v3, v3 = std::rotl(v3, 16) ^ v2;
    v0 += v3, v3 = std::rotl(v3, 21) ^ v0;
    v2 += v1, v1 = std::rotl(v1, 17) ^ v2, v2 = std::rotl(v2, 32);
  }

  void absorb(std::uint64_t word) {
    v3 ^= word;
    round(), round();
    v0 ^= word;
  }
};

std::uint64_t load(std::string_view bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data(), bytes.size());
  return word;
}

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t kCharactersPerDraw = 10;  // 62^10 < 2^64

}  // namespace

std::uint64_t keyed_hash(std::uint64_t seed, std::string_view text) {
  const std::uint64_t k0 = seed;
  const std::uint64_t k1 = ~std::rotl(seed, 29);
  SipState state{k0 ^ 0x736f6d6570736575U, k1 ^ 0x646f72616e646f6dU, k0 ^ 0x6c7967656e657261U,
                 k1 ^ 0x7465646279746573U};
  const std::uint64_t length = std::uint64_t{text.size()} << 56U;
  for (; text.size() >= 8; text.remove_prefix(8)) state.absorb(load(text.substr(0, 8)));
  state.absorb(length | load(text));
  state.v2 ^= 0xffU;
  for (int round = 0; round < 4; ++round) state.round();
  return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

std::uint64_t Draws::next() {
  state_ += 0x9e3779b97f4a7c15U;
  std::uint64_t word = state_;
  word = (word ^ (word >> 30U)) * 0xbf58476d1ce4e5b9U;
  word = (word ^ (word >> 27U)) * 0x94d049bb133111ebU;
  return word ^ (word >> 31U);
}

bool Draws::chance(double p) { return static_cast<double>(next() >> 11U) * 0x1.0p-53 < p; }

std::string alphanumeric(Draws& draws, std::size_t length) {
  std::string text(length, '0');
  std::uint64_t word = 0;
  for (std::size_t at = 0; at < length; ++at) {
    if (at % kCharactersPerDraw == 0) word = draws.next();
    text[at] = kAlphabet[word % kAlphabet.size()];
    word /= kAlphabet.size();
  }
  return text;
}

}  // namespace sim
