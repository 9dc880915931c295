#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "cli/cli.h"
#include "store/temporary_folder.h"
#include "support/decimals.h"
#include "support/virtual_clock.h"

namespace saldo::cli {

/// A person at a keyboard, in a folder of their own: what they typed, what they see.
struct Terminal {
  store::TemporaryFolder folder;
  test::VirtualClock clock{test::kNoon + std::chrono::minutes{90}};
  std::istringstream in;
  std::ostringstream out_stream;
  std::ostringstream err_stream;
  bool at_keyboard = false;
  std::vector<bool> hidden;  ///< each time input was hidden or shown again
  Environment environment{{"SALDO_DATABASE", (folder.path() / "saldo.db").string()}};

  /// Runs a command line and gives its exit code; `out` and `err` are of this one alone.
  ExitCode run(const std::vector<std::string>& arguments, const std::string& typed = "") {
    in = std::istringstream{typed};
    out_stream.str("");
    err_stream.str("");
    const Outside outside{.in = in,
                          .out = out_stream,
                          .err = err_stream,
                          .in_is_terminal = at_keyboard,
                          .out_is_terminal = false,
                          .err_is_terminal = false,
                          .environment = environment,
                          .working_directory = folder.path(),
                          .hide_input = [this](bool now) { hidden.push_back(now); },
                          .clock = clock};
    return cli::run(arguments, outside);
  }
  std::string out() const { return out_stream.str(); }
  std::string err() const { return err_stream.str(); }

  std::string write_file(const std::string& name, const std::string& text) {
    const auto path = folder.path() / name;
    std::ofstream{path, std::ios::binary} << text;
    return path.string();
  }
};

}  // namespace saldo::cli
