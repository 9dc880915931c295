// What a limiter hands to the process after it. One line a fact, times in Unix milliseconds:
//   limits 1
//   banned <until>
//   closed <bucket> <until>
//   slot <bucket> <free at> <weight>
#include <algorithm>
#include <cstdint>
#include <sstream>

#include "transport/rate_limiter.h"

namespace saldo::transport {
namespace {

constexpr std::string_view kFirstLine = "limits 1";
/// 2049 slots a bucket at most, some buckets an exchange.
constexpr std::size_t kLinesMax = 100'000;
constexpr int kWeightMax = 1'000'000'000;

struct Fact {
  std::string what;
  std::string bucket;
  std::int64_t until_ms = 0;
  int weight = 1;
};

bool in_range(const Fact& fact) { return fact.until_ms >= 0 && fact.weight > 0 && fact.weight <= kWeightMax; }

std::optional<Fact> parse_fact(const std::string& line) {
  std::istringstream words{line};
  Fact fact;
  words >> fact.what;
  if (fact.what != "banned") words >> fact.bucket;
  words >> fact.until_ms;
  if (fact.what == "slot") words >> fact.weight;
  const bool known = fact.what == "banned" || fact.what == "closed" || fact.what == "slot";
  std::string more;
  if (!known || words.fail() || words >> more || !in_range(fact)) return {};
  return fact;
}

std::optional<std::vector<Fact>> parse_facts(std::string_view text) {
  std::istringstream lines{std::string{text}};
  std::string line;
  if (!std::getline(lines, line) || line != kFirstLine) return {};
  std::vector<Fact> facts;
  while (std::getline(lines, line)) {
    auto fact = parse_fact(line);
    if (!fact || facts.size() == kLinesMax) return {};
    facts.push_back(*std::move(fact));
  }
  return facts;
}

/// The two clocks side by side.
struct Moment {
  Steady now;
  Time wall;

  std::int64_t to_wall_ms(Steady at) const { return unix_ms(wall + std::chrono::ceil<Milliseconds>(at - now)); }
  /// At most `longest` ahead, however the wall clock was set meanwhile.
  Steady to_steady(std::int64_t wall_ms, Milliseconds longest) const {
    return now + Milliseconds{std::clamp<std::int64_t>(wall_ms - unix_ms(wall), 0, longest.count())};
  }
};

void save_bucket(std::ostream& out, const Bucket& bucket, const Moment& moment) {
  const RateRule& rule = bucket.rule();
  if (bucket.closed_until() > moment.now)
    out << "closed " << rule.name << ' ' << moment.to_wall_ms(bucket.closed_until()) << '\n';
  for (const auto& slot : bucket.log())
    out << "slot " << rule.name << ' ' << moment.to_wall_ms(slot.free_at) << ' ' << slot.weight << '\n';
  if (bucket.held() > 0)
    out << "slot " << rule.name << ' ' << moment.to_wall_ms(moment.now + rule.window) << ' ' << bucket.held() << '\n';
}

void apply(const Fact& fact, Bucket& bucket, const Moment& moment) {
  if (fact.what == "closed")
    bucket.close(moment.to_steady(fact.until_ms, RateLimiter::kLongestBan));
  else
    bucket.add_used(moment.to_steady(fact.until_ms, bucket.rule().window), fact.weight);
}

}  // namespace

std::string RateLimiter::save(Steady now, Time wall) {
  const Moment moment{.now = now, .wall = wall};
  std::ostringstream out;
  out << kFirstLine << '\n';
  if (banned_until_ > now) out << "banned " << moment.to_wall_ms(banned_until_) << '\n';
  for (std::size_t i = 0; i < rules_.size(); ++i)
    if (rules_[i].scope == LimitScope::ip) save_bucket(out, pools_[i].of({}), moment);
  return out.str();
}

bool RateLimiter::restore(std::string_view text, Steady now, Time wall) {
  const auto facts = parse_facts(text);
  if (!facts) return false;
  const Moment moment{.now = now, .wall = wall};
  for (const Fact& fact : *facts) {
    if (fact.what == "banned") banned_until_ = moment.to_steady(fact.until_ms, kLongestBan);
    const auto rule = std::ranges::find(rules_, fact.bucket, &RateRule::name);
    if (rule == rules_.end() || rule->scope != LimitScope::ip) continue;
    apply(fact, pools_[static_cast<std::size_t>(rule - rules_.begin())].of({}), moment);
  }
  return true;
}

}  // namespace saldo::transport
