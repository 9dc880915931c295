// Frankfurter v2, frankfurter.dev: reference rates of central banks, of the last business day, without a key.
#include "pricing/frankfurter.h"

#include <array>
#include <string>

#include "core/time.h"
#include "pricing/rate_kit.h"

namespace saldo::pricing {
namespace {

constexpr std::array kHosts{wire::Host{"api", "https://api.frankfurter.dev"}};
constexpr std::array kRules{kOneAMinute};
constexpr std::array kCharges{kOneRequest};
constexpr wire::Endpoint kRate{.path = "/v2/rate/USD/BRL", .charges = kCharges};

/// {"date": "2026-11-20", "base": "USD", "quote": "BRL", "rate": 5.1}
wire::Flow<UsdBrl> fetch() {
  const auto reply = co_await wire::ask(wire::ask_for(kRate));
  if (!reply) co_return reply.error();
  if (reply->root().text("base") != "USD" || reply->root().text("quote") != "BRL")
    co_return Error{.kind = ErrorKind::bad_response, .message = "it sent the rate of another pair"};
  const auto text = reply->root().text("rate");
  if (!text) co_return text.error();
  const auto rate = read_rate(*text);
  if (!rate) co_return rate.error();
  const auto date = reply->root().text("date");
  if (!date) co_return date.error();
  const auto as_of = parse_iso_time(*date);
  if (!as_of) co_return Error{.kind = ErrorKind::bad_response, .message = "it sent a date that cannot be read"};
  co_return UsdBrl{.rate = *rate, .source = "frankfurter", .as_of = *as_of};
}

}  // namespace

constexpr RateSource kFrankfurter{
    .peer = {.id = "frankfurter", .hosts = kHosts, .rules = kRules, .judge = judge_by_status}, .fetch = fetch};

}  // namespace saldo::pricing
