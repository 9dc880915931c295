#include "sim/exchanges/binance_replies.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "sim/query.h"

namespace sim::binance {
namespace {

struct ErrorRow {
  int code;
  unsigned status;
  Outcome outcome;
  std::string_view message;
};

/// errors.md. It gives no HTTP statuses: rest-api.md says 4XX for the sender's mistakes, 5XX for Binance's own.
constexpr std::array kErrors = {
    ErrorRow{-1000, 500, Outcome::unavailable, "An unknown error occurred while processing the request."},
    ErrorRow{-1001, 500, Outcome::unavailable, "Internal error; unable to process your request. Please try again."},
    ErrorRow{-1002, 401, Outcome::unknown_key, "You are not authorized to execute this request."},
    ErrorRow{-1003, 429, Outcome::rate_limited, "Too many requests queued."},
    ErrorRow{-1007, 504, Outcome::unavailable,
             "Timeout waiting for response from backend server. Send status unknown; execution status unknown."},
    ErrorRow{-1008, 503, Outcome::unavailable,
             "Server is currently overloaded with other requests. Please try again in a few minutes."},
    ErrorRow{-1016, 503, Outcome::unavailable, "This service is no longer available."},
    ErrorRow{-1021, 400, Outcome::bad_timestamp, "Timestamp for this request is outside of the recvWindow."},
    ErrorRow{-1022, 400, Outcome::bad_signature, "Signature for this request is not valid."},
    ErrorRow{-2008, 401, Outcome::unknown_key, "Invalid Api-Key ID."},
    ErrorRow{-2014, 401, Outcome::malformed_key, "API-key format invalid."},
    ErrorRow{-2015, 401, Outcome::unknown_key, "Invalid API-key, IP, or permissions for action."},
};
constexpr ErrorRow kOtherError = {0, 400, Outcome::bad_parameter, "An unknown error occurred."};

const ErrorRow& row_of(int code) {
  const auto* found = std::ranges::find(kErrors, code, &ErrorRow::code);
  return found == kErrors.end() ? kOtherError : *found;
}

std::string symbol_of(const Market& market, const Pair& pair) {
  return market.assets[pair.base].name + market.assets[pair.quote].name;
}

Reply invalid_symbol() { return error(-1121, "Invalid symbol."); }

/// ["BTCUSDT","BNBUSDT"]; empty if it is not such a list.
std::vector<std::string> symbol_list(const std::string& text) {
  boost::json::error_code failed;
  const boost::json::value list = boost::json::parse(text, failed);
  std::vector<std::string> symbols;
  if (failed || !list.is_array()) return symbols;
  for (const boost::json::value& symbol : list.get_array())
    if (symbol.is_string()) symbols.emplace_back(symbol.get_string());
  return symbols;
}

void append_rate_limit(std::string& out, std::string_view type, std::string_view interval, int count,
                       std::int64_t limit) {
  fmt::format_to(std::back_inserter(out), R"({{"rateLimitType":"{}","interval":"{}","intervalNum":{},"limit":{}}})",
                 type, interval, count, limit);
}

/// The step of the last digit that a price uses, of eight places: 6425012.00 has 0.01.
std::string tick_size(Fixed8 price) {
  std::uint64_t step = 1;
  while (step < 1'000'000 && price.fraction % (step * 10) == 0) step *= 10;
  return text(Fixed8::of_units(step));
}

void append_symbol(std::string& out, const Market& market, const Pair& pair) {
  fmt::format_to(
      std::back_inserter(out),
      R"({{"symbol":"{}","status":"TRADING","baseAsset":"{}","baseAssetPrecision":8,"quoteAsset":"{}",)"
      R"("quotePrecision":8,"quoteAssetPrecision":8,"baseCommissionPrecision":8,"quoteCommissionPrecision":8,)"
      R"("orderTypes":["LIMIT","LIMIT_MAKER","MARKET"],"icebergAllowed":true,"ocoAllowed":true,"otoAllowed":true,)"
      R"("opoAllowed":true,"quoteOrderQtyMarketAllowed":true,"allowTrailingStop":false,"cancelReplaceAllowed":false,)"
      R"("amendAllowed":false,"pegInstructionsAllowed":true,"isSpotTradingAllowed":true,)"
      R"("isMarginTradingAllowed":false,"filters":[)"
      R"({{"filterType":"PRICE_FILTER","minPrice":"{}","maxPrice":"1000000.00000000","tickSize":"{}"}},)"
      R"({{"filterType":"LOT_SIZE","minQty":"0.00000001","maxQty":"9000000000.00000000","stepSize":"0.00000001"}}],)"
      R"("permissions":[],"permissionSets":[["SPOT"]],"defaultSelfTradePreventionMode":"NONE",)"
      R"("allowedSelfTradePreventionModes":["NONE"]}})",
      symbol_of(market, pair), market.assets[pair.base].name, market.assets[pair.quote].name, tick_size(pair.last),
      tick_size(pair.last));
}

void append_balance(std::string& out, const std::string& asset, const std::string& free, Fixed8 locked) {
  if (out.back() != '[') out += ',';
  out += R"({"asset":")";
  out += asset;
  out += R"(","free":")";
  out += free;
  out += R"(","locked":")";
  append(out, locked);
  out += R"("})";
}

/// All assets in the market's order, or those that the account holds.
std::vector<Holding> listed(const Market& market, const std::vector<Holding>& holdings, bool omit_zeros) {
  if (omit_zeros) return holdings;
  std::vector<Holding> all(market.assets.size());
  for (std::size_t at = 0; at < all.size(); ++at) all[at].asset = at;
  for (const Holding& holding : holdings) all[holding.asset] = holding;
  return all;
}

}  // namespace

Reply json(std::string body) { return {.content_type = "application/json;charset=UTF-8", .body = std::move(body)}; }

Reply error(int code, std::string_view message) {
  const ErrorRow& row = row_of(code);
  Reply reply = json(fmt::format(R"({{"code":{},"msg":"{}"}})", code, message));
  reply.status = row.status;
  reply.outcome = row.outcome;
  return reply;
}

Reply pretended(std::string_view code) {
  int number = 0;
  std::from_chars(code.data(), code.data() + code.size(), number);
  Reply reply = error(number, row_of(number).message);
  reply.outcome = Outcome::unavailable;
  return reply;
}

Reply missing(std::string_view parameter) {
  return error(-1102, fmt::format("Mandatory parameter '{}' was not sent, was empty/null, or malformed.", parameter));
}

Reply refused(const WeightWindow::Charge& charge) {
  Reply reply;
  if (charge.verdict == WeightWindow::Verdict::banned) {
    reply = error(-1003, fmt::format("Way too much request weight used; IP banned until {}. Please use WebSocket "
                                     "Streams for live updates to avoid bans.",
                                     charge.banned_until_ms));
    reply.status = 418;
    reply.outcome = Outcome::banned;
  } else {
    reply = error(-1003, fmt::format("Too much request weight used; current limit is {} request weight per 1 MINUTE. "
                                     "Please use WebSocket Streams for live updates to avoid polling the API.",
                                     kWeightPerMin));
  }
  reply.headers.emplace_back("Retry-After", std::to_string(charge.retry_after_s));
  return reply;
}

Reply not_found() {
  return {.status = 404,
          .outcome = Outcome::not_found,
          .content_type = "text/html",
          .body = "<html><head><title>404 Not Found</title></head><body>404 Not Found</body></html>"};
}

Reply method_not_allowed() {
  Reply reply = not_found();
  reply.status = 405;
  return reply;
}

/// As clients have met it; the documents do not show it.
Reply maintenance() {
  Reply reply = json(R"({"code":1,"msg":"System is under maintenance."})");
  reply.status = 503;
  reply.outcome = Outcome::unavailable;
  return reply;
}

Reply wallet_down() { return pretended("-1001"); }

std::expected<std::vector<Pair>, Reply> selected_pairs(const Market& market, std::string_view query) {
  const auto symbol = query_value(query, "symbol");
  const auto symbols = query_value(query, "symbols");
  if (symbol && symbols) return std::unexpected(error(-1128, "Combination of optional parameters invalid."));
  if (!symbol && !symbols) return market.pairs;
  const std::vector<std::string> wanted = symbol ? std::vector{*symbol} : symbol_list(*symbols);
  if (wanted.empty()) return std::unexpected(error(-1100, "Illegal characters found in parameter 'symbols'."));
  std::vector<Pair> selected;
  for (const std::string& name : wanted) {
    const auto found =
        std::ranges::find_if(market.pairs, [&](const Pair& pair) { return symbol_of(market, pair) == name; });
    if (found == market.pairs.end()) return std::unexpected(invalid_symbol());
    selected.push_back(*found);
  }
  return selected;
}

std::string exchange_info(const Market& market, const std::vector<Pair>& pairs, std::int64_t now) {
  std::string out = fmt::format(R"({{"timezone":"UTC","serverTime":{},"rateLimits":[)", now);
  append_rate_limit(out, "REQUEST_WEIGHT", "MINUTE", 1, kWeightPerMin);
  out += ',';
  append_rate_limit(out, "RAW_REQUESTS", "MINUTE", 5, kRawRequestsPer5Min);
  out += R"(],"exchangeFilters":[],"symbols":[)";
  for (const Pair& pair : pairs) {
    if (out.back() != '[') out += ',';
    append_symbol(out, market, pair);
  }
  out += "]}";
  return out;
}

std::string prices(const Market& market, const std::vector<Pair>& pairs, bool one, const Fault* number) {
  std::string out = "[";
  for (const Pair& pair : pairs) {
    const bool replaced = number != nullptr && out == "[";
    if (out.back() != '[') out += ',';
    fmt::format_to(std::back_inserter(out), R"({{"symbol":"{}","price":"{}"}})", symbol_of(market, pair),
                   replaced ? number->text : text(pair.last));
  }
  if (one) return out.substr(1);
  out += ']';
  return out;
}

std::string account(const Market& market, const std::vector<Holding>& holdings, bool omit_zeros, AccountRef account,
                    const AccountContext& context) {
  std::string out = fmt::format(
      R"({{"makerCommission":10,"takerCommission":10,"buyerCommission":0,"sellerCommission":0,"commissionRates":)"
      R"({{"maker":"0.00100000","taker":"0.00100000","buyer":"0.00000000","seller":"0.00000000"}},"canTrade":true,)"
      R"("canWithdraw":true,"canDeposit":true,"brokered":false,"requireSelfTradePrevention":false,"preventSor":false,)"
      R"("updateTime":{},"accountType":"SPOT","balances":[)",
      context.now);
  for (const Holding& holding : listed(market, holdings, omit_zeros)) {
    const bool replaced = context.number != nullptr && out.back() == '[';
    append_balance(out, market.assets[holding.asset].name, replaced ? context.number->text : text(holding.free),
                   holding.locked);
  }
  constexpr std::uint64_t kFirstUid = 10'000'000;
  constexpr std::uint64_t kSlots = 256;
  fmt::format_to(std::back_inserter(out), R"(],"permissions":["SPOT"],"uid":{}}})",
                 kFirstUid + account.user * kSlots + account.slot);
  return out;
}

}  // namespace sim::binance
