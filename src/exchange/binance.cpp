// Binance spot, from its REST documentation: github.com/binance/binance-spot-api-docs, rest-api.md and errors.md.
#include "exchange/binance.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "exchange/rows.h"
#include "wire/sign.h"

namespace saldo::exchange {
namespace {

using wire::ask;
using wire::ask_for;
using wire::Flow;

constexpr std::string_view kSpot = "spot";
constexpr std::array kWallets{kSpot};

constexpr std::array kHosts{wire::Host{"api", "https://api.binance.com"}};

// "IP Limits": counted by address and minute, whatever the key. Refused requests are charged too.
constexpr std::array kRules{RateRule{.name = "request_weight",
                                     .scope = LimitScope::ip,
                                     .window_kind = WindowKind::fixed,
                                     .window = std::chrono::minutes{1},
                                     .budget = 6000,
                                     .usage_header = true}};

// "Timing security": how old a request may be when it arrives. Up to 60 s are allowed; the docs advise 5 s or less,
// which a loaded line does not always make.
constexpr std::string_view kReceiveWindowMs = "10000";

/// "SIGNED endpoint security": HMAC-SHA256 of the query as it is sent, as its last parameter.
void sign_query(wire::Draft& draft, const wire::Signing& signing) {
  draft.query.add("recvWindow", std::string{kReceiveWindowMs});
  draft.query.add("timestamp", std::to_string(unix_ms(signing.server_now)));
  const auto digest = wire::hmac_sha256(signing.credentials.api_secret, draft.query.encoded());
  draft.query.add("signature", wire::hex(digest));
  draft.secret_headers.push_back({"X-MBX-APIKEY", signing.credentials.api_key});
}

constexpr std::array kWeight1{Charge{.rule = 0, .weight = 1}};
constexpr std::array kWeight4{Charge{.rule = 0, .weight = 4}};
constexpr std::array kWeight20{Charge{.rule = 0, .weight = 20}};

// Some 3,500 markets make 200 kB.
constexpr std::size_t kTickersBytesMax = 16 * 1024 * 1024;

constexpr wire::Endpoint kTime{.path = "/api/v3/time", .charges = kWeight1};
constexpr wire::Endpoint kTickerPrice{
    .path = "/api/v3/ticker/price", .charges = kWeight4, .reply_bytes_max = kTickersBytesMax};
constexpr wire::Endpoint kAccount{.path = "/api/v3/account", .sign = sign_query, .charges = kWeight20};

constexpr std::array kErrors{
    wire::ErrorRow{"-1000", "", ErrorKind::maintenance},  // unknown error while processing
    wire::ErrorRow{"-1001", "", ErrorKind::maintenance},  // internal error, "try again"
    wire::ErrorRow{"-1002", "", ErrorKind::permission},
    wire::ErrorRow{"-1003", "banned", ErrorKind::banned},
    wire::ErrorRow{"-1003", "", ErrorKind::rate_limited},
    wire::ErrorRow{"-1007", "", ErrorKind::maintenance},   // time-out behind the API
    wire::ErrorRow{"-1008", "", ErrorKind::rate_limited},  // server overloaded
    wire::ErrorRow{"-1021", "", ErrorKind::clock_skew},
    wire::ErrorRow{"-1022", "", ErrorKind::bad_signature},
    wire::ErrorRow{"-2008", "", ErrorKind::invalid_key},
    wire::ErrorRow{"-2014", "", ErrorKind::invalid_key},
    // One code for three causes: the key, the address it is bound to, or its rights. The message says so.
    wire::ErrorRow{"-2015", "", ErrorKind::invalid_key},
    wire::ErrorRow{"", "restricted location", ErrorKind::geo_blocked},
};

/// An instant in milliseconds; nothing where it is none that a server could mean.
std::optional<Time> plausible_time(std::int64_t ms) {
  constexpr std::int64_t kYear2100Ms = 4'102'444'800'000;
  if (ms <= 0 || ms > kYear2100Ms) return {};
  return from_unix_ms(ms);
}

/// A ban's message ends in "until 1659146400000": the instant in milliseconds, more exact than Retry-After.
std::optional<Time> banned_until(std::string_view message) {
  constexpr std::string_view kMark = "until ";
  const auto at = message.find(kMark);
  if (at == std::string_view::npos) return {};
  const auto digits = message.substr(at + kMark.size());
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), ms);
  if (error != std::errc{}) return {};
  return plausible_time(ms);
}

ErrorKind kind_of(int status, std::string_view code, std::string_view message) {
  if (status == 418) return ErrorKind::banned;
  if (status == 429) return ErrorKind::rate_limited;
  const auto by_table = wire::classify(kErrors, code, message);
  if (by_table != ErrorKind::bad_response) return by_table;
  return wire::classify_status(status).value_or(ErrorKind::bad_response);
}

/// Errors come as {"code": -1022, "msg": "..."}; what is not JSON came from a wall in front of the API.
Error read_error(const http::Response& response, Time now) {
  const auto document = wire::JsonDocument::parse(response.body);
  const auto code = document ? document->root().text("code").value_or("") : std::string_view{};
  const auto message = document ? document->root().text("msg").value_or("") : std::string_view{response.body};
  Error error{.kind = kind_of(response.status, code, message)};
  error.message =
      document ? fmt::format("Binance answered {} {}: {}", response.status, wire::shown(code), wire::shown(message))
               : fmt::format("Binance answered {} without JSON", response.status);
  if (nature(error.kind) == Nature::passing) error.until = banned_until(message);
  if (const auto wait = wire::retry_after(response); wait && !error.until) error.until = now + *wait;
  return error;
}

std::optional<int> used_weight(const http::Response& response) {
  const auto text = response.header("X-MBX-USED-WEIGHT-1M");
  int used = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), used);
  if (text.empty() || error != std::errc{} || used < 0) return {};
  return used;
}

wire::Verdict judge(const http::Response& response, Time now) {
  wire::Verdict verdict;
  verdict.limits.used = used_weight(response);
  if (response.status >= 200 && response.status < 300) return verdict;
  verdict.error = read_error(response, now);
  verdict.limits.limited = verdict.error->kind == ErrorKind::rate_limited;
  verdict.limits.banned = verdict.error->kind == ErrorKind::banned;
  if (verdict.error->until) verdict.limits.retry_after = std::max(*verdict.error->until - now, Milliseconds{0});
  return verdict;
}

Flow<Time> server_time() {
  const auto reply = co_await ask(ask_for(kTime));
  if (!reply) co_return reply.error();
  const auto ms = reply->root().integer("serverTime");
  if (!ms) co_return ms.error();
  const auto time = plausible_time(*ms);
  if (!time) co_return Error{.kind = ErrorKind::bad_response, .message = "Binance sent a time that cannot be"};
  co_return *time;
}

Flow<WalletReading> spot() {
  wire::Parameters query{{"omitZeroBalances", "true"}};
  const auto reply = co_await ask(ask_for(kAccount, std::move(query)));
  if (!reply) co_return reply.error();
  const auto rows = reply->root().array("balances");
  if (!rows) co_return rows.error();
  co_return read_wallet(kSpot, *rows, [](Row& row) {
    return Balance{.asset = row.text("asset"), .free = row.amount("free"), .locked = row.amount("locked")};
  });
}

Flow<AccountReading> balances(const AccountContext&) {
  auto wallet = co_await spot();
  AccountReading reading;
  reading.wallets.push_back(wallet ? std::move(*wallet) : failed_wallet(kSpot, wallet.error()));
  co_return reading;
}

// A ticker's symbol is base and quote run together, and the page that takes them apart (exchangeInfo) is megabytes.
// The quotes are few and none ends in another, so the longest one that fits is right.
constexpr std::array<std::string_view, 22> kQuotes{"FDUSD", "USDT", "USDC", "TUSD", "BUSD", "USDP", "BIDR", "IDRT",
                                                   "USD1",  "DOGE", "BRL",  "BTC",  "ETH",  "BNB",  "EUR",  "GBP",
                                                   "TRY",   "ARS",  "JPY",  "MXN",  "PLN",  "ZAR"};

std::optional<Ticker> read_ticker(const wire::JsonValue& row) {
  const auto symbol = row.text("symbol");
  const auto text = row.text("price");
  if (!symbol || !text) return {};
  const auto quote = std::ranges::find_if(kQuotes, [&](auto each) { return symbol->ends_with(each); });
  const auto last = Decimal::parse(*text);
  if (quote == kQuotes.end() || symbol->size() == quote->size() || !last || !is_plausible(*last)) return {};
  if (last->is_zero() || last->is_negative()) return {};
  return Ticker{.base = std::string{symbol->substr(0, symbol->size() - quote->size())},
                .quote = std::string{*quote},
                .last = *last};
}

Flow<std::vector<Ticker>> tickers() {
  const auto reply = co_await ask(ask_for(kTickerPrice));
  if (!reply) co_return reply.error();
  const auto rows = reply->root().array();
  if (!rows) co_return rows.error();
  std::vector<Ticker> found;
  for (const wire::JsonValue row : *rows)
    if (auto ticker = read_ticker(row)) found.push_back(std::move(*ticker));
  co_return found;
}

}  // namespace

constexpr Exchange kBinance{
    .peer = {.id = "binance", .hosts = kHosts, .rules = kRules, .judge = judge, .server_time = server_time},
    .name = "Binance",
    .wallets = kWallets,
    .known_gaps = "funding, earn, margin and futures wallets; flexible earn shows as LD* in spot, without a price",
    .verification = Verification::documents,
    .balances = balances,
    .tickers = tickers,
};

}  // namespace saldo::exchange
