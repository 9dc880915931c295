// AwesomeAPI, docs.awesomeapi.com.br/api-de-moedas: the commercial dollar, cached for a minute without a key.
#include "pricing/awesomeapi.h"

#include <fmt/format.h>

namespace saldo::pricing {
namespace {

constexpr std::array kHosts{wire::Host{"api", "https://economia.awesomeapi.com.br"}};

// No limit is published for callers without a key; bursts are refused. One request a run is far from any.
constexpr std::array kRules{RateRule{.name = "requests",
                                     .scope = LimitScope::ip,
                                     .window_kind = WindowKind::rolling,
                                     .window = std::chrono::minutes{1},
                                     .budget = 60}};
constexpr std::array kOneRequest{Charge{.rule = 0, .weight = 1}};
constexpr wire::Endpoint kLast{.path = "/json/last/USD-BRL", .charges = kOneRequest};

// A dollar has cost between 0.8 and 6.5 reais since the real exists (1994); beyond this the reply is not a rate.
constexpr int kRateMagnitudeMin = -1;
constexpr int kRateMagnitudeMax = 2;
// A quote is of this century; beyond it, milliseconds since 1970 might not even fit.
constexpr std::int64_t kQuoteSecondsMax = 4'102'444'800;

wire::Verdict judge(const http::Response& response, Time now) {
  wire::Verdict verdict;
  const auto kind = wire::classify_status(response.status);
  if (!kind) return verdict;
  verdict.error = Error{.kind = *kind, .message = fmt::format("AwesomeAPI answered {}", response.status)};
  verdict.limits.limited = *kind == ErrorKind::rate_limited;
  verdict.limits.retry_after = wire::retry_after(response);
  if (verdict.limits.retry_after) verdict.error->until = now + *verdict.limits.retry_after;
  return verdict;
}

bool is_a_rate(const Decimal& rate) {
  return !rate.is_zero() && !rate.is_negative() && rate.magnitude() >= kRateMagnitudeMin &&
         rate.magnitude() <= kRateMagnitudeMax;
}

wire::Flow<UsdBrl> fetch() {
  const auto reply = co_await wire::ask(wire::ask_for(kLast));
  if (!reply) co_return reply.error();
  const auto quote = reply->root().object("USDBRL");
  if (!quote) co_return quote.error();
  const auto bid = quote->text("bid");
  if (!bid) co_return bid.error();
  const auto rate = Decimal::parse(*bid);
  if (!rate) co_return rate.error();
  if (!is_a_rate(*rate))
    co_return Error{.kind = ErrorKind::bad_response, .message = "AwesomeAPI sent no plausible rate"};
  const auto seconds = quote->integer("timestamp");
  if (!seconds) co_return seconds.error();
  if (*seconds <= 0 || *seconds > kQuoteSecondsMax)
    co_return Error{.kind = ErrorKind::bad_response, .message = "AwesomeAPI sent a time that cannot be"};
  co_return UsdBrl{.rate = *rate, .source = "awesomeapi", .as_of = Time{std::chrono::seconds{*seconds}}};
}

}  // namespace

constexpr RateSource kAwesomeApi{.peer = {.id = "awesomeapi", .hosts = kHosts, .rules = kRules, .judge = judge},
                                 .fetch = fetch};

}  // namespace saldo::pricing
