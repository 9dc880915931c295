#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sim {

struct Parameter {
  std::string_view name;
  /// As sent.
  std::string_view raw;
};

/// The parts of "a=1&b=2". Views into `query`.
std::vector<Parameter> split_query(std::string_view query);

/// Undoes percent-encoding; nullopt for a '%' without two hex digits.
std::optional<std::string> percent_decode(std::string_view raw);

/// The decoded value of the first parameter called `name`; nullopt if there is none or it can't be decoded.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace sim
