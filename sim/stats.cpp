#include "sim/stats.h"

#include <algorithm>
#include <iterator>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace sim {
namespace {

constexpr std::size_t kMaxPaths = 100;
constexpr std::string_view kOtherPaths = "other";

bool is_rejection(Outcome outcome) {
  return outcome != Outcome::ok && outcome != Outcome::rate_limited && outcome != Outcome::banned;
}

std::uint64_t of(const ExchangeStats& stats, Outcome outcome) {
  return stats.outcomes[static_cast<std::size_t>(outcome)];
}

}  // namespace

void ExchangeStats::count(std::string_view path, Outcome outcome, bool hit_by_fault) {
  ++requests;
  // A reply that a fault spoils is nobody's rejection.
  if (hit_by_fault)
    ++faulted;
  else
    ++outcomes[static_cast<std::size_t>(outcome)];
  const bool room = paths.size() < kMaxPaths || paths.contains(path);
  ++paths[std::string(room ? path : kOtherPaths)];
}

void ExchangeStats::enter() {
  ++in_flight;
  peak_concurrency = std::max(peak_concurrency, in_flight);
}

void ExchangeStats::reset() {
  const std::uint64_t under_way = in_flight;
  *this = {};
  in_flight = under_way;
}

std::string to_json(const ExchangeStats& stats) {
  boost::json::object rejected;
  for (std::size_t at = 0; at < kOutcomes; ++at) {
    const auto outcome = static_cast<Outcome>(at);
    const std::string_view name = name_of(outcome);
    if (is_rejection(outcome)) rejected[boost::json::string_view(name.data(), name.size())] = of(stats, outcome);
  }
  boost::json::object paths;
  for (const auto& [path, requests] : stats.paths) paths[path] = requests;
  return fmt::format(R"({{"requests":{},"ok":{},"rejected":{},"rate_limited":{},"banned":{},"faulted":{},)"
                     R"("peak_concurrency":{},"paths":{}}})",
                     stats.requests, of(stats, Outcome::ok), boost::json::serialize(rejected),
                     of(stats, Outcome::rate_limited), of(stats, Outcome::banned), stats.faulted,
                     stats.peak_concurrency, boost::json::serialize(paths));
}

}  // namespace sim
