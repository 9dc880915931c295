#include "sim/weight_window.h"

#include <algorithm>

namespace sim {
namespace {

constexpr std::int64_t kSecondUs = 1'000'000;
constexpr std::int64_t kMinuteUs = 60 * kSecondUs;
constexpr std::size_t kMaxAddresses = 100'000;

// rest-api.md, "IP Limits": bans come for going on after a 429 and last from 2 minutes to 3 days. It does not say how
// many requests it takes. Here: requests that were under way when the first 429 left are forgiven, ten later ones ban.
constexpr std::int64_t kUnderWayUs = kSecondUs;
constexpr int kStubbornRequests = 10;
constexpr std::int64_t kShortestBanUs = 2 * kMinuteUs;
constexpr std::int64_t kLongestBanUs = 3 * 24 * 60 * kMinuteUs;
constexpr int kMaxDoublings = 20;

std::int64_t ban_length_us(int earlier_bans) {
  return std::min(kLongestBanUs, kShortestBanUs << std::min(earlier_bans, kMaxDoublings));
}

std::int64_t seconds_up(std::int64_t duration_us) { return (duration_us + kSecondUs - 1) / kSecondUs; }

}  // namespace

WeightWindow::Usage& WeightWindow::usage_of(std::string_view address, std::int64_t now_us) {
  if (usages_.size() >= kMaxAddresses) usages_.clear();
  Usage& usage = usages_[std::string(address)];
  const std::int64_t minute = now_us / kMinuteUs;
  if (usage.minute == minute) return usage;
  usage.minute = minute;
  usage.used = 0;
  usage.first_refusal_us = 0;
  usage.stubborn = 0;
  return usage;
}

void WeightWindow::refuse(Usage& usage, std::int64_t now_us) {
  if (usage.first_refusal_us == 0) usage.first_refusal_us = now_us;
  if (now_us - usage.first_refusal_us > kUnderWayUs) ++usage.stubborn;
  if (usage.stubborn < kStubbornRequests) return;
  usage.banned_until_us = now_us + ban_length_us(usage.bans);
  ++usage.bans;
  usage.stubborn = 0;
}

WeightWindow::Charge WeightWindow::charge(std::string_view address, std::int64_t weight, std::int64_t now_us) {
  Usage& usage = usage_of(address, now_us);
  usage.used += weight;
  Charge charge{.verdict = Verdict::admitted, .used = usage.used, .retry_after_s = 0, .banned_until_ms = 0};
  if (!enforced_) return charge;
  if (now_us >= usage.banned_until_us) {
    if (usage.used <= limit_per_min_) return charge;
    refuse(usage, now_us);
  }
  if (now_us < usage.banned_until_us) {
    charge.verdict = Verdict::banned;
    charge.banned_until_ms = usage.banned_until_us / 1000;
    charge.retry_after_s = seconds_up(usage.banned_until_us - now_us);
    return charge;
  }
  charge.verdict = Verdict::over_limit;
  charge.retry_after_s = seconds_up(kMinuteUs - now_us % kMinuteUs);
  return charge;
}

}  // namespace sim
