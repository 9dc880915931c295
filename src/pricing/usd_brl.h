#pragma once

#include <span>

#include "core/price.h"
#include "wire/flow.h"
#include "wire/peer.h"

namespace saldo::pricing {

/// Somebody who says how many reais a dollar costs.
struct RateSource {
  wire::Peer peer;
  wire::Flow<UsdBrl> (*fetch)();
};

/// The sources in the order in which they are asked.
std::span<const RateSource* const> rate_sources();

}  // namespace saldo::pricing
