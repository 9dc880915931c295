#include <memory>
#include <ostream>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/version.h"

namespace saldo::cli {

void declare_version(CLI::App& program, Action& action) {
  auto* command = program.add_subcommand("version", "Say which saldo this is");
  command->footer("Example:\n  saldo version --json");
  auto as_json = std::make_shared<bool>(false);
  command->add_flag("--json", *as_json, "Print JSON");
  command->callback([&action, as_json] {
    action = [as_json](const Outside& outside) {
      if (*as_json)
        print_json(outside.out, json::object{{"version", kVersion}});
      else
        outside.out << "saldo " << kVersion << "\n";
      return ExitCode::done;
    };
  });
}

}  // namespace saldo::cli
