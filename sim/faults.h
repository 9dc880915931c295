#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/draws.h"

namespace sim {

enum class FaultKind {
  http_error,
  exchange_error,
  latency,
  half_body,
  broken_json,
  deep_json,
  huge_body,
  invalid_utf8,
  number,
  html,
  drop_connection,
  stall,
  slow_drip,
  maintenance,
  clock_skew,
  wallet_down,
  rate_down,
  rate_jump,
  rate_stale,
};

/// What goes wrong. `amount` and `text` mean what the kind makes of them; README.md, "Faults", lists it.
struct Fault {
  FaultKind kind = FaultKind::http_error;
  std::int64_t amount = 0;
  std::string text = {};
};

/// Which requests a rule is for. What is not set matches everything.
struct FaultMatch {
  std::string exchange;
  std::string path_prefix;
  std::vector<std::string> users;
  std::optional<double> user_fraction;
  std::optional<double> probability;
  /// Milliseconds since the rules were set.
  std::optional<std::int64_t> from_ms;
  std::optional<std::int64_t> until_ms;
  /// Only this many requests.
  std::optional<std::int64_t> first;
};

struct FaultRule {
  FaultMatch match;
  Fault fault;
};

/// Reads {"rules": [...]} or the bare list; {} is no rules. An unknown field, kind or a value out of range is an error
/// that names it.
std::expected<std::vector<FaultRule>, std::string> parse_faults(std::string_view text);

/// The faults that hit one request.
class Effects {
 public:
  void add(Fault fault) { faults_.push_back(std::move(fault)); }
  /// The first fault of that kind, or null.
  [[nodiscard]] const Fault* find(FaultKind kind) const;
  [[nodiscard]] const std::vector<Fault>& all() const { return faults_; }

 private:
  std::vector<Fault> faults_;
};

/// The rules in force, with their counters.
class FaultBook {
 public:
  explicit FaultBook(std::uint64_t seed) : seed_(seed), draws_(keyed_hash(seed, "faults")) {}

  void replace(std::vector<FaultRule> rules, std::int64_t now_us);
  /// What hits a request now; `user` is empty for requests without a known key. Counts it against "first".
  Effects effects(std::string_view exchange, std::string_view path, std::string_view user, std::int64_t now_us);

 private:
  struct Entry {
    FaultRule rule;
    std::int64_t hits = 0;
  };

  bool matches(const Entry& entry, std::string_view exchange, std::string_view path, std::string_view user,
               std::int64_t now_us);

  std::uint64_t seed_;
  Draws draws_;
  std::int64_t since_us_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace sim
