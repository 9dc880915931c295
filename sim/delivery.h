#pragma once

#include <chrono>
#include <cstdint>

#include "sim/message.h"

namespace sim {

/// How a reply travels.
enum class Manner {
  whole,
  /// The length of the whole, half of the body, then the connection closes.
  half,
  /// One byte of the body every `pause`.
  drip,
  /// A body of `bytes`, made up while it is sent.
  huge,
  /// The connection closes without a reply.
  drop,
  /// No reply, the connection stays open.
  stall,
};

struct Delivery {
  Reply reply = {};
  Manner manner = Manner::whole;
  std::chrono::microseconds delay{0};
  std::chrono::milliseconds pause{0};
  std::uint64_t bytes = 0;
};

/// Spoils a reply as the faults say. Refusals by a limit (429, 418) are left alone.
Delivery deliver(Reply reply, const Effects& effects);

}  // namespace sim
