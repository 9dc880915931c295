#include "pricing/rate_kit.h"

#include <fmt/format.h>

namespace saldo::pricing {
namespace {

constexpr int kRateMagnitudeMin = -1;
constexpr int kRateMagnitudeMax = 2;
constexpr std::int64_t kYear2000Seconds = 946'684'800;
constexpr std::int64_t kYear2100Seconds = 4'102'444'800;

}  // namespace

wire::Verdict judge_by_status(const http::Response& response, Time now) {
  wire::Verdict verdict;
  const auto kind = wire::classify_status(response.status);
  if (!kind) return verdict;
  verdict.error = Error{.kind = *kind, .message = fmt::format("it answered {}", response.status)};
  verdict.limits.limited = *kind == ErrorKind::rate_limited;
  verdict.limits.banned = *kind == ErrorKind::banned;
  verdict.limits.retry_after = wire::retry_after(response);
  if (verdict.limits.retry_after) verdict.error->until = now + *verdict.limits.retry_after;
  return verdict;
}

bool is_plausible_rate(const Decimal& rate) {
  return !rate.is_zero() && !rate.is_negative() && rate.magnitude() >= kRateMagnitudeMin &&
         rate.magnitude() <= kRateMagnitudeMax;
}

Result<Decimal> read_rate(std::string_view text) {
  const auto rate = Decimal::parse(text);
  if (!rate) return rate;
  if (!is_plausible_rate(*rate)) return fail(ErrorKind::bad_response, "it sent no plausible rate");
  return rate;
}

Result<Time> read_unix_seconds(std::int64_t seconds) {
  if (seconds < kYear2000Seconds || seconds > kYear2100Seconds)
    return fail(ErrorKind::bad_response, "it sent a time that cannot be");
  return Time{std::chrono::seconds{seconds}};
}

}  // namespace saldo::pricing
