#include "sim/fixed8.h"

#include <iterator>

#include <fmt/format.h>

namespace sim {

void append(std::string& out, Fixed8 number) {
  fmt::format_to(std::back_inserter(out), "{}.{:08}", number.whole, number.fraction);
}

std::string text(Fixed8 number) {
  std::string out;
  append(out, number);
  return out;
}

}  // namespace sim
