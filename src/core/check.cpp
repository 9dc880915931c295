#include "core/check.h"

#include <cstdio>
#include <cstdlib>

namespace saldo {

void check_failed(const char* what, std::source_location where) {
  std::fprintf(stderr, "saldo: bug: %s (%s:%u). Please report this.\n", what, where.file_name(), where.line());
  std::abort();
}

}  // namespace saldo
