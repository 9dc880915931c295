#include <ostream>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/version.h"

namespace saldo::cli {

void declare_version(CLI::App& program, Action& action) {
  auto* command = program.add_subcommand("version", "Say which saldo this is");
  auto* as_json = command->add_flag("--json", "Print JSON");
  command->callback([&action, as_json] {
    action = [json = as_json->count() > 0](const Outside& outside) {
      if (json)
        print_json(outside.out, {{"version", kVersion}});
      else
        outside.out << "saldo " << kVersion << "\n";
      return ExitCode::done;
    };
  });
}

}  // namespace saldo::cli
