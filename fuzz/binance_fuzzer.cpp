// Whatever Binance sends, its adapter gives balances, prices and errors that make sense, or an error.
//
// The first byte chooses the status; the rest is the body, or Retry-After and body with a line end between them.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/check.h"
#include "core/text.h"
#include "exchange/binance.h"
#include "exchange/rows.h"
#include "support/conversation.h"

namespace saldo::exchange {
namespace {

constexpr std::array kStatuses{200, 400, 401, 403, 418, 429, 451, 500, 503, 204};
constexpr Time kNow = from_unix_ms(1'795'608'000'000);
constexpr Time kYear2100 = from_unix_ms(4'102'444'800'000);
constexpr std::size_t kOddRowMax = 503;  // 500 bytes and "..."
constexpr std::size_t kMessageMax = 500;

void check_balances(const Result<wire::Reply>& reply) {
  test::Counterpart counterpart;
  if (reply) counterpart.then(reply->root().raw(std::string::npos));
  const auto reading = counterpart.talk(kBinance.balances({}));
  check(reading && reading->wallets.size() == 1, "an account without its wallet");
  const auto& wallet = reading->wallets[0];
  check(!wallet.error || (wallet.balances.empty() && wallet.odd_rows.empty()), "a failed wallet that holds something");
  for (const auto& balance : wallet.balances) {
    check(!balance.asset.empty() && is_utf8(balance.asset), "a balance of nothing");
    check(is_plausible(balance.free) && is_plausible(balance.locked), "an amount that cannot be");
    check(!balance.free.is_zero() || !balance.locked.is_zero(), "a balance of zero");
  }
  for (const auto& row : wallet.odd_rows) {
    check(row.text.size() <= kOddRowMax && is_utf8(row.text), "an odd row that cannot be kept");
    check(!row.reason.empty(), "an odd row without a reason");
  }
}

void check_tickers(const Result<wire::Reply>& reply) {
  test::Counterpart counterpart;
  if (reply) counterpart.then(reply->root().raw(std::string::npos));
  const auto tickers = counterpart.talk(kBinance.tickers());
  if (!tickers) return;
  for (const auto& ticker : *tickers) {
    check(!ticker.base.empty() && !ticker.quote.empty(), "a market of nothing");
    check(!ticker.last.is_zero() && !ticker.last.is_negative() && is_plausible(ticker.last), "a price that cannot be");
  }
}

void check_time(const Result<wire::Reply>& reply) {
  test::Counterpart counterpart;
  if (reply) counterpart.then(reply->root().raw(std::string::npos));
  const auto time = counterpart.talk(kBinance.peer.server_time());
  check(!time || (*time > Time{} && *time <= kYear2100), "a time that cannot be");
}

bool is_fit_to_be_shown(std::string_view text) {
  return text.size() <= kMessageMax && std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

void check_verdict(const http::Response& response) {
  const auto verdict = kBinance.peer.judge(response, kNow);
  const bool is_success = response.status >= 200 && response.status < 300;
  check(verdict.error.has_value() != is_success, "a status that was misread");
  if (!verdict.error) return;
  check(is_fit_to_be_shown(verdict.error->message), "a message that is not fit to be shown");
  check(!verdict.error->until || *verdict.error->until <= kYear2100, "a wait without end");
}

http::Response response_of(std::string_view input) {
  http::Response response;
  if (input.empty()) return response;
  response.status = kStatuses[static_cast<unsigned char>(input[0]) % kStatuses.size()];
  input.remove_prefix(1);
  const auto line_end = input.find('\n');
  if (line_end != std::string_view::npos) {
    response.headers.push_back({"Retry-After", std::string{input.substr(0, line_end)}});
    response.headers.push_back({"X-MBX-USED-WEIGHT-1M", std::string{input.substr(0, line_end)}});
    input.remove_prefix(line_end + 1);
  }
  response.body = input;
  return response;
}

void try_input(std::string_view input) {
  const auto response = response_of(input);
  check_verdict(response);
  const auto reply = test::reply_of(response.body);
  check_balances(reply);
  check_tickers(reply);
  check_time(reply);
}

}  // namespace
}  // namespace saldo::exchange

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  saldo::exchange::try_input({reinterpret_cast<const char*>(data), size});
  return 0;
}
