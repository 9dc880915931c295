#include "sim/exchanges/coinbase_rates.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "sim/exchanges/price_source.h"
#include "sim/query.h"

namespace sim {
namespace {

constexpr std::uint64_t kSpreadPpm = 5000;
constexpr unsigned kPlaces = 16;  // the most that its rates are seen with
constexpr std::string_view kReal = "BRL";

/// In the order in which rates are listed. Without a worth of its own here a currency has the market's.
struct Currency {
  std::string_view code;
  /// About what one is worth, in 1e-4 USD.
  std::uint64_t worth_pips = 0;
};
constexpr std::array kCurrencies = {
    Currency{"ADA"},         Currency{kReal},         Currency{"BTC"},     Currency{"ETH"},
    Currency{"EUR", 11'412}, Currency{"GBP", 13'107}, Currency{"JPY", 67}, Currency{"SOL"},
    Currency{"USD"},         Currency{"USDC"},        Currency{"USDT"},
};

struct Worth {
  std::string_view code;
  Rational usd;
};

Rational usd_of(const Currency& currency, std::uint64_t seed) {
  constexpr std::uint64_t kPipsPerUsd = 10'000;
  constexpr std::uint64_t kPicoPerUsd = 1'000'000'000'000;
  if (currency.code == kReal) return 1 / rate_nearby(seed, "coinbase-rates", kSpreadPpm);
  if (currency.worth_pips != 0) return Rational(currency.worth_pips, kPipsPerUsd);
  const Market market = make_market(seed, "coinbase-rates", {{currency.code, ""}}, 1, "");
  return Rational(market.assets.front().worth_pico_usd, kPicoPerUsd);
}

std::vector<Worth> make_worths(std::uint64_t seed) {
  std::vector<Worth> worths;
  for (const Currency& currency : kCurrencies) worths.push_back({currency.code, usd_of(currency, seed)});
  return worths;
}

Reply refusal(unsigned status, Outcome outcome, std::string_view id, std::string_view message) {
  Reply reply{.status = status, .outcome = outcome};
  reply.body = fmt::format(R"({{"errors":[{{"id":"{}","message":"{}"}}]}})", id, message);
  return reply;
}

/// How many of `worth` one `base` buys.
std::string rate_text(const Worth& base, const Worth& worth, const Effects& effects) {
  const Fault* number = effects.find(FaultKind::number);
  const bool real = worth.code == kReal && base.code != kReal;
  if (real && number != nullptr) return number->text;
  const Rational rate = base.usd / worth.usd;
  return short_text(real ? disturbed(rate, effects) : rate, kPlaces);
}

class CoinbaseRates final : public PriceSource {
 public:
  explicit CoinbaseRates(const World& world) : worths_(make_worths(world.seed)) {}

  Reply answer(const Call& call) override {
    if (is_down(call.effects))
      return refusal(503, Outcome::unavailable, "service_unavailable", "Service is down for maintenance");
    if (call.request.path != "/v2/exchange-rates") return refusal(404, Outcome::not_found, "not_found", "Not found");
    const std::string code = query_value(call.request.query, "currency").value_or("USD");
    const auto base = std::ranges::find(worths_, code, &Worth::code);
    if (base != worths_.end()) return rates(*base, call.effects);
    return refusal(400, Outcome::bad_parameter, "invalid_request", fmt::format("Invalid currency ({})", code));
  }

 private:
  [[nodiscard]] Reply rates(const Worth& base, const Effects& effects) const {
    Reply reply;
    reply.body = fmt::format(R"({{"data":{{"currency":"{}","rates":{{)", base.code);
    for (const Worth& worth : worths_)
      fmt::format_to(std::back_inserter(reply.body), R"({}"{}":"{}")", reply.body.ends_with('{') ? "" : ",", worth.code,
                     rate_text(base, worth, effects));
    reply.body += "}}}";
    return reply;
  }

  std::vector<Worth> worths_;
};

}  // namespace

std::unique_ptr<Exchange> make_coinbase_rates(const World& world, Limits) {
  return std::make_unique<CoinbaseRates>(world);
}

}  // namespace sim
