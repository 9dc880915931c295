#include "cli/exit_code.h"

#include <ostream>

namespace saldo::cli {

ExitCode exit_code(const Error& error) {
  if (error.kind == ErrorKind::internal) return ExitCode::bug;
  if (error.kind == ErrorKind::usage || error.kind == ErrorKind::not_found) return ExitCode::usage;
  return nature(error.kind) == Nature::passing ? ExitCode::try_again : ExitCode::configuration;
}

ExitCode report(const Error& error, std::ostream& err) {
  err << "saldo: " << error.message << "\n" << advice(error.kind) << "\n";
  return exit_code(error);
}

}  // namespace saldo::cli
