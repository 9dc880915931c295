#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/exchange.h"
#include "sim/world.h"

namespace sim {

/// Where a running simulator can be found.
struct Addresses {
  struct Endpoint {
    std::string id;
    std::string url;
  };
  std::vector<Endpoint> endpoints = {};
  std::string control_url = {};
  /// The certificate to trust; empty without TLS.
  std::string ca_file = {};
  Limits limits = Limits::official;
};

/// The settings that point saldo here, a line each.
std::string env_text(const Addresses& addresses);

/// One line of --emit-accounts, without its end.
std::string account_line(const World& world, const Exchange& exchange, AccountRef account);

/// A file that appears under its name only when it is whole. Readable by its owner only: it may hold keys.
/// Throws std::system_error when the file can't be written.
class WholeFile {
 public:
  explicit WholeFile(std::string path);
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;
  ~WholeFile();

  void write(const std::string& text);
  void finish();

 private:
  std::string path_;
  std::string partial_path_;
  int descriptor_ = -1;
  std::string buffer_;

  void flush();
};

}  // namespace sim
