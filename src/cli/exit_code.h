#pragma once

#include <iosfwd>

#include "core/error.h"

namespace saldo::cli {

/// What the program ends with: sysexits(3), as semantics F3 uses them.
enum class ExitCode {
  done = 0,
  usage = 64,
  bug = 70,
  try_again = 75,      ///< something is left for a passing reason
  configuration = 78,  ///< nothing was written
};

ExitCode exit_code(const Error& error);

/// Says on `err` what happened and what to do now, and gives the exit code for it.
ExitCode report(const Error& error, std::ostream& err);

}  // namespace saldo::cli
