#include "exchange/registry.h"

#include <algorithm>
#include <array>

#include "core/check.h"
#include "exchange/binance.h"

namespace saldo::exchange {
namespace {

constexpr std::array kAll{&kBinance};

// NovaDAX announced on 2026-06-08 that it winds down; its API is gone.
constexpr std::array<std::string_view, 1> kClosed{"novadax"};

}  // namespace

std::span<const Exchange* const> all() { return kAll; }

const Exchange* find(std::string_view id) {
  const auto found = std::ranges::find(kAll, id, [](const Exchange* exchange) { return exchange->id(); });
  return found == kAll.end() ? nullptr : *found;
}

bool is_closed(std::string_view id) { return std::ranges::find(kClosed, id) != kClosed.end(); }

std::string_view name(Verification verification) {
  switch (verification) {
    case Verification::documents: return "documents";
    case Verification::recording: return "recording";
    case Verification::live: return "live";
  }
  check(false, "a Verification outside its enum");
  return {};
}

}  // namespace saldo::exchange
