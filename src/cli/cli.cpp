#include "cli/cli.h"

#include <algorithm>
#include <ostream>
#include <vector>

#include "cli/command.h"
#include "cli/version.h"
#include "core/text.h"

namespace saldo::cli {
namespace {

constexpr auto kFooter = R"(Examples:
  saldo account add binance      link an account; the keys are asked for
  saldo snapshot                 read all balances now, and keep them
  saldo history --last 10        what was kept

`saldo COMMAND --help` says more. Settings come from the environment or from .env.)";

void declare_all(CLI::App& program, Action& action) {
  program.require_subcommand(1);
  program.footer(kFooter);
  program.set_version_flag("--version", "saldo " + std::string{kVersion});
  declare_snapshot(program, action);
  declare_history(program, action);
  declare_show(program, action);
  declare_account(program, action);
  declare_exchanges(program, action);
  declare_version(program, action);
}

/// CLI11 reports through exceptions, help included.
ExitCode explain(const CLI::App& program, const CLI::ParseError& problem, const Outside& outside) {
  // Its own text shows what was typed, and that may be a key.
  if (dynamic_cast<const CLI::ExtrasError*>(&problem) != nullptr)
    return report({.kind = ErrorKind::usage, .message = "there are more arguments than the command takes"},
                  outside.err);
  const int code = program.exit(problem, outside.out, outside.err);
  return code == 0 ? ExitCode::done : ExitCode::usage;
}

bool has_command(const CLI::App& program, const std::string& name) {
  const auto commands = program.get_subcommands([](const CLI::App*) { return true; });
  return std::ranges::any_of(commands, [&](const CLI::App* command) { return command->check_name(name); });
}

}  // namespace

ExitCode run(std::span<const std::string> arguments, const Outside& outside) {
  CLI::App program{"saldo keeps the history of what you hold on crypto exchanges, in US dollars and reais.", "saldo"};
  Action action;
  declare_all(program, action);
  if (arguments.empty()) {
    outside.err << program.help();
    return ExitCode::usage;
  }
  const auto& first = arguments.front();
  if (!first.starts_with('-') && !has_command(program, first))
    return report({.kind = ErrorKind::usage, .message = "there is no command \"" + printable(first) + "\""},
                  outside.err);
  // CLI11 takes the arguments from the back.
  std::vector<std::string> reversed{arguments.rbegin(), arguments.rend()};
  try {
    program.parse(std::move(reversed));
  } catch (const CLI::ParseError& problem) {
    return explain(program, problem, outside);
  }
  return action(outside);
}

}  // namespace saldo::cli
