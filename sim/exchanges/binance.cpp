#include "sim/exchanges/binance.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "sim/exchanges/binance_listings.h"
#include "sim/exchanges/binance_replies.h"
#include "sim/exchanges/binance_signed.h"
#include "sim/query.h"
#include "sim/weight_window.h"

namespace sim {
namespace {

constexpr std::size_t kSecretLength = 64;
constexpr std::string_view kSpot = "spot";

class Binance final : public Exchange {
 public:
  Binance(const World& world, Limits limits)
      : world_(world),
        market_(make_market(world.seed, "binance", binance_listings(), world.assets, "USDT")),
        weights_(binance::kWeightPerMin, limits == Limits::official) {}

  [[nodiscard]] const Market& market() const override { return market_; }

  [[nodiscard]] Credentials credentials(AccountRef account) const override {
    return {make_token(world_, account), make_secret(world_, account, kSecretLength), "", ""};
  }

  [[nodiscard]] std::vector<Wallet> wallets(AccountRef account) const override {
    return {{kSpot, make_holdings(world_, market_, kSpot, account)}};
  }

  [[nodiscard]] std::optional<AccountRef> caller(const Request& request) const override {
    const auto account = read_token(world_, request.header("X-MBX-APIKEY"));
    if (!account || world_.exchange_of(*account) != "binance") return std::nullopt;
    return account;
  }

  Reply answer(const Call& call) override;

 private:
  struct Route {
    std::string_view path;
    std::int64_t (*weight)(std::string_view query);
    Reply (Binance::*reply)(const Call&) const;
  };
  static const std::array<Route, 5>& routes();

  [[nodiscard]] Reply ping(const Call& call) const;
  [[nodiscard]] Reply time(const Call& call) const;
  [[nodiscard]] Reply exchange_info(const Call& call) const;
  [[nodiscard]] Reply ticker_price(const Call& call) const;
  [[nodiscard]] Reply account(const Call& call) const;
  [[nodiscard]] Reply routed(const Call& call, const Route* route) const;

  const World& world_;
  Market market_;
  WeightWindow weights_;
};

/// rest-api.md states the weight of each endpoint.
const std::array<Binance::Route, 5>& Binance::routes() {
  static constexpr std::array<Route, 5> kRoutes = {{
      {"/api/v3/ping", [](std::string_view) -> std::int64_t { return 1; }, &Binance::ping},
      {"/api/v3/time", [](std::string_view) -> std::int64_t { return 1; }, &Binance::time},
      {"/api/v3/exchangeInfo", [](std::string_view) -> std::int64_t { return 20; }, &Binance::exchange_info},
      {"/api/v3/ticker/price",
       [](std::string_view query) -> std::int64_t { return query_value(query, "symbol") ? 2 : 4; },
       &Binance::ticker_price},
      {"/api/v3/account", [](std::string_view) -> std::int64_t { return 20; }, &Binance::account},
  }};
  return kRoutes;
}

Reply Binance::answer(const Call& call) {
  const auto* found = std::ranges::find(routes(), call.request.path, &Route::path);
  const Route* route = found == routes().end() ? nullptr : found;
  const std::int64_t weight = route != nullptr ? route->weight(call.request.query) : 1;
  const auto charge = weights_.charge(call.request.client_address, weight, call.now_us);
  Reply reply = charge.verdict == WeightWindow::Verdict::admitted ? routed(call, route) : binance::refused(charge);
  reply.headers.emplace_back("x-mbx-used-weight", std::to_string(charge.used));
  reply.headers.emplace_back("x-mbx-used-weight-1m", std::to_string(charge.used));
  return reply;
}

Reply Binance::routed(const Call& call, const Route* route) const {
  if (call.effects.find(FaultKind::maintenance) != nullptr) return binance::maintenance();
  if (const Fault* fault = call.effects.find(FaultKind::exchange_error)) return binance::pretended(fault->text);
  if (route == nullptr) return binance::not_found();
  if (call.request.method != "GET") return binance::method_not_allowed();
  return (this->*route->reply)(call);
}

Reply Binance::ping(const Call& call) const {
  if (auto refusal = binance::check_parameters(call.request, {})) return *refusal;
  return binance::json("{}");
}

Reply Binance::time(const Call& call) const {
  if (auto refusal = binance::check_parameters(call.request, {})) return *refusal;
  return binance::json(fmt::format(R"({{"serverTime":{}}})", binance::time_in_unit(call)));
}

Reply Binance::exchange_info(const Call& call) const {
  if (auto refusal = binance::check_parameters(
          call.request, {"symbol", "symbols", "permissions", "showPermissionSets", "symbolStatus"}))
    return *refusal;
  const auto selected = binance::selected_pairs(market_, call.request.query);
  if (!selected) return selected.error();
  return binance::json(binance::exchange_info(market_, *selected, binance::time_in_unit(call)));
}

Reply Binance::ticker_price(const Call& call) const {
  if (auto refusal = binance::check_parameters(call.request, {"symbol", "symbols", "symbolStatus"})) return *refusal;
  const auto selected = binance::selected_pairs(market_, call.request.query);
  if (!selected) return selected.error();
  const Fault* number = call.effects.find(FaultKind::number);
  const bool one = query_value(call.request.query, "symbol").has_value();
  return binance::json(binance::prices(market_, *selected, one, number));
}

Reply Binance::account(const Call& call) const {
  if (auto refusal =
          binance::check_parameters(call.request, {"omitZeroBalances", "recvWindow", "timestamp", "signature"}))
    return *refusal;
  const std::string secret = call.account ? make_secret(world_, *call.account, kSecretLength) : "";
  if (auto refusal = binance::check_signed(call, secret)) return *refusal;
  const Fault* down = call.effects.find(FaultKind::wallet_down);
  if (down != nullptr && down->text == kSpot) return binance::wallet_down();
  const auto holdings = make_holdings(world_, market_, kSpot, *call.account);
  const bool omit_zeros = query_value(call.request.query, "omitZeroBalances") == "true";
  return binance::json(
      binance::account(market_, holdings, omit_zeros, *call.account,
                       {.now = binance::time_in_unit(call), .number = call.effects.find(FaultKind::number)}));
}

}  // namespace

std::unique_ptr<Exchange> make_binance(const World& world, Limits limits) {
  return std::make_unique<Binance>(world, limits);
}

}  // namespace sim
