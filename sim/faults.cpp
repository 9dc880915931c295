#include "sim/faults.h"

#include <algorithm>

namespace sim {
namespace {

bool matches_user(const FaultMatch& match, std::string_view user, std::uint64_t seed) {
  if (match.users.empty() && !match.user_fraction) return true;
  if (user.empty()) return false;
  if (!match.users.empty() && std::ranges::find(match.users, user) == match.users.end()) return false;
  // The same users for the same seed; a larger fraction holds all of a smaller one.
  return !match.user_fraction || Draws(keyed_hash(seed, user)).chance(*match.user_fraction);
}

bool matches_time(const FaultMatch& match, std::int64_t since_ms) {
  return since_ms >= match.from_ms.value_or(since_ms) && (!match.until_ms || since_ms < *match.until_ms);
}

}  // namespace

const Fault* Effects::find(FaultKind kind) const {
  const auto found = std::ranges::find(faults_, kind, &Fault::kind);
  return found == faults_.end() ? nullptr : &*found;
}

void FaultBook::replace(std::vector<FaultRule> rules, std::int64_t now_us) {
  entries_.clear();
  for (FaultRule& rule : rules) entries_.push_back({.rule = std::move(rule), .hits = 0});
  since_us_ = now_us;
  draws_ = Draws(keyed_hash(seed_, "faults"));
}

bool FaultBook::matches(const Entry& entry, std::string_view exchange, std::string_view path, std::string_view user,
                        std::int64_t now_us) {
  const FaultMatch& match = entry.rule.match;
  if (match.first && entry.hits >= *match.first) return false;
  if (!match.exchange.empty() && match.exchange != exchange) return false;
  if (!path.starts_with(match.path_prefix)) return false;
  if (!matches_user(match, user, seed_) || !matches_time(match, (now_us - since_us_) / 1000)) return false;
  return !match.probability || draws_.chance(*match.probability);
}

Effects FaultBook::effects(std::string_view exchange, std::string_view path, std::string_view user,
                           std::int64_t now_us) {
  Effects effects;
  for (Entry& entry : entries_) {
    if (!matches(entry, exchange, path, user, now_us)) continue;
    ++entry.hits;
    effects.add(entry.rule.fault);
  }
  return effects;
}

}  // namespace sim
