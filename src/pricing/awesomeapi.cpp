// AwesomeAPI, docs.awesomeapi.com.br/api-de-moedas: the commercial dollar, cached for a minute without a key.
#include "pricing/awesomeapi.h"

#include <array>

#include "pricing/rate_kit.h"

namespace saldo::pricing {
namespace {

constexpr std::array kHosts{wire::Host{"api", "https://economia.awesomeapi.com.br"}};
constexpr std::array kRules{kOneAMinute};
constexpr std::array kCharges{kOneRequest};
constexpr wire::Endpoint kLast{.path = "/json/last/USD-BRL", .charges = kCharges};

/// {"USDBRL": {"bid": "5.1234", "timestamp": "1795449600", ...}}: numbers are texts, the time in seconds.
wire::Flow<UsdBrl> fetch() {
  const auto reply = co_await wire::ask(wire::ask_for(kLast));
  if (!reply) co_return reply.error();
  const auto quote = reply->root().object("USDBRL");
  if (!quote) co_return quote.error();
  const auto bid = quote->text("bid");
  if (!bid) co_return bid.error();
  const auto rate = read_rate(*bid);
  if (!rate) co_return rate.error();
  const auto seconds = quote->integer("timestamp");
  if (!seconds) co_return seconds.error();
  const auto as_of = read_unix_seconds(*seconds);
  if (!as_of) co_return as_of.error();
  co_return UsdBrl{.rate = *rate, .source = "awesomeapi", .as_of = *as_of};
}

}  // namespace

constexpr RateSource kAwesomeApi{
    .peer = {.id = "awesomeapi", .hosts = kHosts, .rules = kRules, .judge = judge_by_status}, .fetch = fetch};

}  // namespace saldo::pricing
