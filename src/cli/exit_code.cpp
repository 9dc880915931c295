#include "cli/exit_code.h"

#include <ostream>

namespace saldo::cli {
namespace {

bool is_typed_wrong(ErrorKind kind) {
  return kind == ErrorKind::usage || kind == ErrorKind::not_found || kind == ErrorKind::unknown_exchange;
}

}  // namespace

ExitCode exit_code(const Error& error) {
  if (error.kind == ErrorKind::internal) return ExitCode::bug;
  if (is_typed_wrong(error.kind)) return ExitCode::usage;
  return nature(error.kind) == Nature::passing ? ExitCode::try_again : ExitCode::configuration;
}

ExitCode report(const Error& error, std::ostream& err) {
  err << "saldo: " << error.message << "\n" << advice(error.kind) << "\n";
  return exit_code(error);
}

}  // namespace saldo::cli
