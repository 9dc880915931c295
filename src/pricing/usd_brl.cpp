#include "pricing/usd_brl.h"

#include <array>

#include "pricing/awesomeapi.h"

namespace saldo::pricing {
namespace {

constexpr std::array kSources{&kAwesomeApi};

}  // namespace

std::span<const RateSource* const> rate_sources() { return kSources; }

}  // namespace saldo::pricing
