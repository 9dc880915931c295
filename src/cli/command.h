#pragma once

#include <functional>

#include <CLI/CLI.hpp>

#include "cli/exit_code.h"
#include "cli/outside.h"

namespace saldo::cli {

/// What the parsed command line asks for; a command sets it from its callback.
using Action = std::function<ExitCode(const Outside&)>;

// Each declares its command, with options and examples, below `program`; it is in a file of its own.
void declare_snapshot(CLI::App& program, Action& action);
void declare_account(CLI::App& program, Action& action);
void declare_history(CLI::App& program, Action& action);
void declare_show(CLI::App& program, Action& action);
void declare_exchanges(CLI::App& program, Action& action);
void declare_version(CLI::App& program, Action& action);

}  // namespace saldo::cli
