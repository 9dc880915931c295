// The program: gives the command line its surroundings, and takes precautions for the secrets in its memory.
#include <cstdio>
#include <iostream>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>
#include <vector>

#include "cli/cli.h"

extern char** environ;

namespace {

saldo::Environment environment() {
  saldo::Environment variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text{*entry};
    const auto equals = text.find('=');
    if (equals != std::string_view::npos) variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

/// No core dump, and no other process of the same user may look into this one: its memory holds keys.
void keep_memory_private() {
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void hide_input(bool hidden) {
  termios mode{};
  if (::tcgetattr(STDIN_FILENO, &mode) != 0) return;
  const auto echo = static_cast<tcflag_t>(ECHO);
  mode.c_lflag = hidden ? mode.c_lflag & ~echo : mode.c_lflag | echo;
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &mode);
}

}  // namespace

int main(int argc, char** argv) {
  keep_memory_private();
  std::ios::sync_with_stdio(false);
  saldo::SystemClock clock;
  const saldo::cli::Outside outside{.in = std::cin,
                                    .out = std::cout,
                                    .err = std::cerr,
                                    .in_is_terminal = ::isatty(STDIN_FILENO) == 1,
                                    .out_is_terminal = ::isatty(STDOUT_FILENO) == 1,
                                    .err_is_terminal = ::isatty(STDERR_FILENO) == 1,
                                    .environment = environment(),
                                    .working_directory = ".",
                                    .hide_input = hide_input,
                                    .clock = clock};
  const std::vector<std::string> arguments{argv + 1, argv + argc};
  const auto code = saldo::cli::run(arguments, outside);
  std::cout.flush();
  return static_cast<int>(code);
}
