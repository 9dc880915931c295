#pragma once

#include <span>
#include <string>

#include "cli/exit_code.h"
#include "cli/outside.h"

namespace saldo::cli {

/// Runs one command line, without the program's name: {"snapshot", "--json"}.
ExitCode run(std::span<const std::string> arguments, const Outside& outside);

}  // namespace saldo::cli
