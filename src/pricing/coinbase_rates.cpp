// Coinbase's exchange rates, docs.cdp.coinbase.com/coinbase-app/track-apis/exchange-rates: every currency against the
// dollar, also at weekends, without a key.
#include "pricing/coinbase_rates.h"

#include <array>

#include "pricing/rate_kit.h"

namespace saldo::pricing {
namespace {

constexpr std::array kHosts{wire::Host{"api", "https://api.coinbase.com"}};
constexpr std::array kRules{kOneAMinute};
constexpr std::array kCharges{kOneRequest};
constexpr wire::Endpoint kExchangeRates{.path = "/v2/exchange-rates", .charges = kCharges};

/// {"data": {"currency": "USD", "rates": {"BRL": "5.11", ...}}}: of this moment, and without a time.
wire::Flow<UsdBrl> fetch() {
  wire::Parameters query{{"currency", "USD"}};
  const auto reply = co_await wire::ask(wire::ask_for(kExchangeRates, std::move(query)));
  if (!reply) co_return reply.error();
  const auto data = reply->root().object("data");
  if (!data) co_return data.error();
  if (data->text("currency") != "USD")
    co_return Error{.kind = ErrorKind::bad_response, .message = "it sent rates of another currency"};
  const auto rates = data->object("rates");
  if (!rates) co_return rates.error();
  const auto text = rates->text("BRL");
  if (!text) co_return text.error();
  const auto rate = read_rate(*text);
  if (!rate) co_return rate.error();
  co_return UsdBrl{.rate = *rate, .source = "coinbase-rates"};
}

}  // namespace

constexpr RateSource kCoinbaseRates{
    .peer = {.id = "coinbase-rates", .hosts = kHosts, .rules = kRules, .judge = judge_by_status}, .fetch = fetch};

}  // namespace saldo::pricing
