#include "sim/exchanges/awesomeapi.h"

#include <chrono>

#include <fmt/format.h>

#include "sim/exchanges/price_source.h"

namespace sim {
namespace {

constexpr std::int64_t kMinuteSeconds = 60;
constexpr std::int64_t kBrasiliaSeconds = std::int64_t{-3} * 3600;  // no daylight saving since 2019

std::string date_time(std::int64_t unix_s) {
  const std::chrono::sys_seconds at{std::chrono::seconds(unix_s)};
  const auto midnight = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::hh_mm_ss time(at - midnight);
  return fmt::format("{} {:02}:{:02}:{:02}", date_text(midnight), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

/// As the source writes prices: four places.
std::string price(Fixed8 number) {
  constexpr std::uint64_t kFourPlaces = 10'000;
  return fmt::format("{}.{:04}", number.whole, number.fraction / kFourPlaces);
}

Fixed8 times(Fixed8 number, std::int64_t thousandths) {
  const std::uint64_t units = number.whole * Fixed8::kScale + number.fraction;
  return Fixed8::of_units(units / 1000 * static_cast<std::uint64_t>(thousandths));
}

class AwesomeApi final : public PriceSource {
 public:
  explicit AwesomeApi(const World& world) : quote_(make_rate(world.seed)) {}

  Reply answer(const Call& call) override {
    const Request& request = call.request;
    if (is_down(call.effects)) return down();
    constexpr std::string_view kPrefix = "/json/last/";
    constexpr std::string_view kShortPrefix = "/last/";
    if (request.path.starts_with(kPrefix)) return last(call, request.path.substr(kPrefix.size()));
    if (request.path.starts_with(kShortPrefix)) return last(call, request.path.substr(kShortPrefix.size()));
    return not_found(request.path);
  }

 private:
  [[nodiscard]] Reply last(const Call& call, std::string_view pair) const {
    if (pair != "USD-BRL") return not_found(pair);
    // Without a key replies are cached for a minute: the quote is as old as the minute is.
    const std::int64_t now_s = call.now_us / 1'000'000;
    const std::int64_t at_s = now_s - now_s % kMinuteSeconds - staleness_s(call.effects);
    Reply reply;
    reply.body = quote(call.effects, at_s);
    return reply;
  }

  [[nodiscard]] std::string quote(const Effects& effects, std::int64_t at_s) const {
    const Fault* jump = effects.find(FaultKind::rate_jump);
    const Fault* number = effects.find(FaultKind::number);
    const std::int64_t factor = jump != nullptr ? jump->amount : 1000;
    const std::string bid = number != nullptr ? number->text : price(times(quote_.bid, factor));
    const std::string ask = price(times(quote_.ask, factor));
    return fmt::format(R"({{"USDBRL":{{"code":"USD","codein":"BRL","name":"Dólar Americano/Real Brasileiro",)"
                       R"("high":"{}","low":"{}","varBid":"0.0021","pctChange":"0.04","bid":"{}","ask":"{}",)"
                       R"("timestamp":"{}","create_date":"{}"}}}})",
                       ask, bid, bid, ask, at_s, date_time(at_s + kBrasiliaSeconds));
  }

  static Reply not_found(std::string_view what) {
    Reply reply{.status = 404, .outcome = Outcome::not_found};
    reply.body = fmt::format(R"({{"status":404,"code":"CoinNotExists","message":"moeda nao encontrada {}"}})", what);
    return reply;
  }

  static Reply down() {
    Reply reply{.status = 503, .outcome = Outcome::unavailable};
    reply.body = R"({"status":503,"message":"Service Unavailable"})";
    return reply;
  }

  RateQuote quote_;
};

}  // namespace

std::unique_ptr<Exchange> make_awesomeapi(const World& world, Limits) { return std::make_unique<AwesomeApi>(world); }

}  // namespace sim
