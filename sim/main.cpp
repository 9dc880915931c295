#include <exception>

#include <fmt/format.h>

#include "sim/options.h"
#include "sim/simulator.h"

int main(int count, char** arguments) {
  try {
    const auto options = sim::parse_options(count, arguments);
    return options ? sim::run(*options) : options.error();
  } catch (const std::exception& error) {
    fmt::print(stderr, "saldo-sim: {}\n", error.what());
    return 1;
  }
}
