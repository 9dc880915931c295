#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>

#include "core/clock.h"
#include "core/dotenv.h"

namespace saldo::cli {

/// What surrounds the program, so that a test can be the terminal, the environment and the clock.
struct Outside {
  std::istream& in;
  std::ostream& out;  ///< data
  std::ostream& err;  ///< messages, logs, progress
  bool in_is_terminal = false;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  Environment environment;
  std::filesystem::path working_directory;
  /// Keeps what is typed off the screen, and shows it again; for secrets.
  std::function<void(bool hidden)> hide_input;
  Clock& clock;
};

}  // namespace saldo::cli
