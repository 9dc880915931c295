#include "sim/control.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "sim/query.h"

namespace sim {
namespace {

constexpr std::uint32_t kDefaultPage = 1000;
constexpr std::uint32_t kMaxPage = 10'000;
constexpr unsigned kAmountPlaces = 8;
constexpr unsigned kMoneyPlaces = 2;

Reply json(std::string body, unsigned status = 200) { return {.status = status, .body = std::move(body) + "\n"}; }

Reply error(unsigned status, std::string_view message) {
  const boost::json::object body = {{"error", boost::json::string_view(message.data(), message.size())}};
  return json(boost::json::serialize(body), status);
}

std::optional<std::uint32_t> number(const Request& request, std::string_view name, std::uint32_t otherwise) {
  const auto sent = query_value(request.query, name);
  if (!sent) return otherwise;
  std::uint32_t value = 0;
  const auto [end, failed] = std::from_chars(sent->data(), sent->data() + sent->size(), value);
  if (failed != std::errc{} || end != sent->data() + sent->size()) return std::nullopt;
  return value;
}

std::string money(const Value& value) {
  return fmt::format(R"("total_usd":"{}","total_brl":"{}")", rounded(value.usd, kMoneyPlaces),
                     rounded(value.brl, kMoneyPlaces));
}

void append_balance(std::string& out, std::string_view wallet, const std::string& asset, const Holding& holding) {
  if (out.back() != '[') out += ',';
  fmt::format_to(std::back_inserter(out),
                 R"({{"wallet":"{}","asset":"{}","free":"{}","locked":"{}","borrowed":"{}","total":"{}"}})", wallet,
                 asset, text(holding.free), text(holding.locked), text(holding.borrowed),
                 rounded(total_of(holding), kAmountPlaces));
}

}  // namespace

Control::Control(const World& world, const std::vector<std::unique_ptr<Venue>>& venues, UserRequests& users,
                 FaultBook& faults, ClockUs clock)
    : world_(world), venues_(venues), users_(users), faults_(faults), clock_(std::move(clock)) {
  const Fixed8 rate = make_rate(world.seed).bid;
  for (const auto& venue : venues) valuations_.emplace_back(venue->exchange().market(), rate);
}

Reply Control::answer(const Request& request) {
  const bool get = request.method == "GET";
  if (get && request.path == "/ready") return json(R"({"ready":true})");
  if (get && request.path == "/truth") return truth(request);
  if (get && request.path == "/stats") return stats(request);
  if (request.method == "POST" && request.path == "/stats/reset") return reset_stats();
  if (request.method == "POST" && request.path == "/faults") return set_faults(request);
  return error(404, "there is GET /ready, GET /truth, GET /stats, POST /stats/reset, POST /faults");
}

Reply Control::truth(const Request& request) const {
  if (query_value(request.query, "all") == "1") return truth_page(request);
  const auto id = query_value(request.query, "user");
  if (!id) return error(400, "say user=ID, or all=1 with from=INDEX and count=N");
  const auto user = user_index(world_, *id);
  if (!user) return error(404, fmt::format("no user {}", *id));
  return json(truth_of(*user));
}

Reply Control::truth_page(const Request& request) const {
  const auto from = number(request, "from", 0);
  const auto count = number(request, "count", kDefaultPage);
  if (!from || !count || *count == 0 || *count > kMaxPage)
    return error(400, fmt::format("from is a user's index from 0, count is 1 to {}", kMaxPage));
  Reply reply{.content_type = "application/x-ndjson"};
  const std::uint64_t end = std::min<std::uint64_t>(std::uint64_t{*from} + *count, world_.users);
  for (std::uint32_t user = *from; user < end; ++user) {
    reply.body += truth_of(user);
    reply.body += '\n';
  }
  return reply;
}

std::string Control::truth_of(std::uint32_t user) const {
  Value sum;
  std::string accounts = "[";
  for (std::uint32_t slot = 0; slot < world_.accounts_per_user; ++slot) {
    if (slot > 0) accounts += ',';
    sum += append_account(accounts, {user, slot});
  }
  return fmt::format(R"({{"user_id":"{}",{},"accounts":{}]}})", user_id(user), money(sum), accounts);
}

Value Control::append_account(std::string& out, AccountRef account) const {
  const std::string& id = world_.exchange_of(account);
  const auto venue = std::ranges::find_if(venues_, [&](const auto& candidate) { return candidate->id() == id; });
  const Valuation& valuation = valuations_[static_cast<std::size_t>(venue - venues_.begin())];
  const Exchange& exchange = (*venue)->exchange();
  Value sum;
  std::string balances = "[";
  for (const Wallet& wallet : exchange.wallets(account)) {
    sum += valuation.value(wallet.holdings);
    for (const Holding& holding : wallet.holdings)
      append_balance(balances, wallet.name, exchange.market().assets[holding.asset].name, holding);
  }
  const std::string label = world_.label_of(account);
  fmt::format_to(std::back_inserter(out), R"({{"exchange_id":"{}",{}{},"balances":{}]}})", id,
                 label.empty() ? "" : fmt::format(R"("label":"{}",)", label), money(sum), balances);
  return sum;
}

Reply Control::stats(const Request& request) const {
  if (const auto id = query_value(request.query, "user")) {
    const auto user = user_index(world_, *id);
    if (!user) return error(404, fmt::format("no user {}", *id));
    return json(fmt::format(R"({{"requests":{}}})", users_.of(*user)));
  }
  std::string exchanges;
  for (const auto& venue : venues_)
    fmt::format_to(std::back_inserter(exchanges), R"({}"{}":{})", exchanges.empty() ? "" : ",", venue->id(),
                   to_json(venue->stats()));
  return json(fmt::format(R"({{"exchanges":{{{}}}}})", exchanges));
}

Reply Control::reset_stats() {
  for (const auto& venue : venues_) venue->stats().reset();
  users_.reset();
  return json("{}");
}

Reply Control::set_faults(const Request& request) {
  auto rules = parse_faults(request.body);
  if (!rules) return error(400, rules.error());
  const std::size_t count = rules->size();
  faults_.replace(std::move(*rules), clock_());
  return json(fmt::format(R"({{"rules":{}}})", count));
}

}  // namespace sim
