#include "sim/exchanges/frankfurter.h"

#include <chrono>

#include <boost/beast/core/string.hpp>
#include <fmt/format.h>

#include "sim/exchanges/price_source.h"
#include "sim/query.h"

namespace sim {
namespace {

constexpr unsigned kPlaces = 4;  // its rounding of what is between 1 and 20
/// Within 1 %, less what rounding to four places may add.
constexpr std::uint64_t kSpreadPpm = 9900;

/// Today, or Friday at a weekend. Holidays are not known here.
std::chrono::sys_days last_business_day(std::int64_t unix_s) {
  constexpr unsigned kFriday = 5;
  const auto day = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds{std::chrono::seconds(unix_s)});
  const unsigned weekday = std::chrono::weekday(day).iso_encoding();
  return weekday <= kFriday ? day : day - std::chrono::days(weekday - kFriday);
}

Reply json(std::string body) {
  Reply reply;
  reply.body = std::move(body);
  return reply;
}

Reply refusal(unsigned status, Outcome outcome, std::string_view message) {
  Reply reply{.status = status, .outcome = outcome};
  reply.body = fmt::format(R"({{"status":{},"message":"{}"}})", status, message);
  return reply;
}

/// The code that is not known here; empty if both are.
std::string unknown_of(std::string_view base, std::string_view quote) {
  if (!boost::beast::iequals({base.data(), base.size()}, "USD")) return std::string(base);
  if (!boost::beast::iequals({quote.data(), quote.size()}, "BRL")) return std::string(quote);
  return "";
}

class Frankfurter final : public PriceSource {
 public:
  explicit Frankfurter(const World& world) : rate_(rate_nearby(world.seed, "frankfurter", kSpreadPpm)) {}

  Reply answer(const Call& call) override {
    constexpr std::string_view kPair = "/v2/rate/";
    const Request& request = call.request;
    if (is_down(call.effects)) return refusal(503, Outcome::unavailable, "service unavailable");
    if (request.path.starts_with(kPair)) return one(call, request.path.substr(kPair.size()));
    if (request.path == "/v2/rates") return list(call);
    return refusal(404, Outcome::not_found, "not found");
  }

 private:
  [[nodiscard]] Reply one(const Call& call, std::string_view pair) const {
    const std::size_t slash = pair.find('/');
    if (slash == std::string_view::npos) return refusal(404, Outcome::not_found, "not found");
    const std::string unknown = unknown_of(pair.substr(0, slash), pair.substr(slash + 1));
    if (!unknown.empty()) return invalid(unknown);
    return json(row(call));
  }

  [[nodiscard]] Reply list(const Call& call) const {
    const std::string base = query_value(call.request.query, "base").value_or("EUR");
    const std::string unknown = unknown_of(base, query_value(call.request.query, "quotes").value_or("BRL"));
    if (!unknown.empty()) return invalid(unknown);
    return json(fmt::format("[{}]", row(call)));
  }

  static Reply invalid(std::string_view currency) {
    return refusal(422, Outcome::bad_parameter, fmt::format("invalid currency: {}", currency));
  }

  [[nodiscard]] std::string row(const Call& call) const {
    const Fault* number = call.effects.find(FaultKind::number);
    const std::string rate = number != nullptr ? number->text : short_text(disturbed(rate_, call.effects), kPlaces);
    const auto day = last_business_day(call.now_us / 1'000'000 - staleness_s(call.effects));
    return fmt::format(R"({{"date":"{}","base":"USD","quote":"BRL","rate":{}}})", date_text(day), rate);
  }

  Rational rate_;
};

}  // namespace

std::unique_ptr<Exchange> make_frankfurter(const World& world, Limits) { return std::make_unique<Frankfurter>(world); }

}  // namespace sim
