#include "sim/query.h"

#include <algorithm>
#include <charconv>

namespace sim {

std::vector<Parameter> split_query(std::string_view query) {
  std::vector<Parameter> parameters;
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), part.size() + 1));
    if (part.empty()) continue;
    const std::size_t equals = std::min(part.find('='), part.size());
    parameters.push_back({part.substr(0, equals), part.substr(std::min(equals + 1, part.size()))});
  }
  return parameters;
}

std::optional<std::string> percent_decode(std::string_view raw) {
  std::string out;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] != '%') {
      out += raw[at] == '+' ? ' ' : raw[at];
      continue;
    }
    unsigned value = 0;
    const std::string_view digits = raw.substr(at + 1, 2);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 2 || error != std::errc{} || end != digits.data() + 2) return std::nullopt;
    out += static_cast<char>(value);
    at += 2;
  }
  return out;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  for (const Parameter& parameter : split_query(query))
    if (parameter.name == name) return percent_decode(parameter.raw);
  return std::nullopt;
}

}  // namespace sim
