// The program: gives the command line its surroundings, and takes precautions for the secrets in its memory.
#include <array>
#include <cerrno>
#include <csignal>
#include <iostream>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <system_error>
#include <termios.h>
#include <unistd.h>
#include <vector>

#include "cli/cli.h"
#include "output.h"

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

// How the terminal was before anything was hidden; read by the signal handler, hence global.
termios shown_mode{};

/// Ctrl-C at a prompt must not leave a terminal that shows nothing.
void show_input_and_die(int signal) {
  ::tcsetattr(STDIN_FILENO, TCSANOW, &shown_mode);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

void hide_input(bool hidden) {
  constexpr std::array kEndings{SIGINT, SIGQUIT, SIGTERM, SIGHUP};
  if (!hidden) {
    ::tcsetattr(STDIN_FILENO, TCSANOW, &shown_mode);
    for (const int ending : kEndings) ::signal(ending, SIG_DFL);
    return;
  }
  if (::tcgetattr(STDIN_FILENO, &shown_mode) != 0) return;
  for (const int ending : kEndings) ::signal(ending, show_input_and_die);
  termios mode = shown_mode;
  mode.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ::tcsetattr(STDIN_FILENO, TCSANOW, &mode);
}

}  // namespace

int main(int argc, char** argv) {
  keep_memory_private();
  saldo::app::Output output{STDOUT_FILENO};
  std::ostream out{&output};
  saldo::SystemClock clock;
  const saldo::cli::Outside outside{.in = std::cin,
                                    .out = out,
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
  out.flush();
  if (const auto lost = output.failure(); lost != 0 && lost != EPIPE) {
    std::cerr << "saldo: cannot write to standard output: " << std::generic_category().message(lost) << "\n";
    return static_cast<int>(saldo::cli::ExitCode::try_again);
  }
  return static_cast<int>(code);
}
