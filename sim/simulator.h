#pragma once

#include "sim/options.h"

namespace sim {

/// Serves until SIGINT or SIGTERM. Returns the exit code; throws when a port or a file can't be had.
int run(const Options& options);

}  // namespace sim
