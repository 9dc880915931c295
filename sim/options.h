#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "sim/exchange.h"
#include "sim/venue.h"
#include "sim/world.h"

namespace sim {

struct Options {
  World world;
  /// 0: free ports. Otherwise exchanges are at port_base, +1, ..., the price sources at +30, control at +31.
  std::uint16_t port_base = 9100;
  Latency latency;
  Limits limits = Limits::official;
  std::string faults_file;
  bool tls = false;
  /// Where the certificates go; empty: a new folder.
  std::string tls_dir;
  std::string env_file;
  std::string accounts_file;
};

/// What the command line asks for: options, or the exit code after help or a complaint was printed.
std::expected<Options, int> parse_options(int count, char** arguments);

}  // namespace sim
