#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "driver/driver.h"
#include "exchange/registry.h"
#include "snapshot/engine.h"
#include "support/decimals.h"
#include "support/fake_transport.h"
#include "support/memory_store.h"
#include "support/virtual_clock.h"

namespace saldo::snapshot {

/// Everything around the engine, in memory and in virtual time: users with accounts at Binance, a Binance that answers
/// what the test says, a rate of 5 reais a dollar.
struct World {
  test::VirtualClock clock{test::kNoon};
  test::MemoryDatabase database;
  test::MemoryStore memory_store{database};
  StoreAccess store{memory_store, clock.loop().get_executor()};
  test::FakeTransport transport{clock, [this](const http::Request& request) { return serve(request); }};
  Stop stop;
  Random random{7};
  driver::Driver driver{
      transport, clock, random, stop, {.limits = {.share_percent = 50, .unlimited = true}, .endpoints = {}}};
  store::Keyring keyring = store::Keyring::parse(Secret{std::string(43, 'A') + "="}, "the test").value();
  std::string log_text;
  Logger log{LogLevel::info, LogFormat::text, clock, [this](std::string_view line) { log_text += line; }};

  /// What Binance answers for an account; by user, and for all others.
  std::map<std::string, test::Served> accounts;
  test::Served any_account = balances(R"([{"asset":"BTC","free":"1","locked":"0"}])");
  test::Served tickers = test::served(200, R"([{"symbol":"BTCUSDT","price":"100"},{"symbol":"USDTBRL","price":"5"}])");
  test::Served rate = test::served(200, R"({"USDBRL":{"bid":"5","timestamp":"1795608000"}})");
  test::Served coinbase_rate = down();
  test::Served frankfurter_rate = down();
  Milliseconds latency{0};

  static test::Served balances(std::string_view rows) {
    return test::served(200, R"({"balances":)" + std::string{rows} + "}");
  }
  static test::Served refused(std::string_view code, int status = 400) {
    return test::served(status, R"({"code":)" + std::string{code} + R"(,"msg":"refused"})");
  }
  static test::Served invalid_key() { return refused("-2015", 401); }
  static test::Served down() { return test::served(503, "<html>"); }

  test::Served serve(const http::Request& request) {
    auto answer = answer_to(request);
    if (answer.takes == Milliseconds{0}) answer.takes = latency;
    return answer;
  }

  test::Served answer_to(const http::Request& request) {
    if (request.path == "/json/last/USD-BRL") return rate;
    if (request.path == "/v2/exchange-rates") return coinbase_rate;
    if (request.path == "/v2/rate/USD/BRL") return frankfurter_rate;
    if (request.path == "/api/v3/time")
      return test::served(200, R"({"serverTime":)" + std::to_string(unix_ms(clock.now())) + "}");
    if (request.path == "/api/v3/ticker/price") return tickers;
    const auto found = accounts.find(std::string{request.secret_headers.at(0).value.reveal()});
    return found == accounts.end() ? any_account : found->second;
  }

  /// Links an account whose API key is "ana", or "ana 2" for one with a label.
  void link(const std::string& user, std::string exchange = "binance", const std::string& label = "") {
    const auto key = label.empty() ? user : user + " " + label;
    const Credentials credentials{.api_key = Secret{key}, .api_secret = Secret{"secret"}, .passphrase = {}, .uid = {}};
    const auto zeros = [](std::span<unsigned char> bytes) { std::ranges::fill(bytes, 0); };
    const store::AccountKey account{.id = {.user_id = user, .exchange = std::move(exchange), .label = label},
                                    .credentials = keyring.encrypt(credentials, test::kNoon, zeros),
                                    .fingerprint = store::fingerprint(credentials.api_key),
                                    .linked_at = test::kNoon};
    EXPECT_TRUE(memory_store.link_accounts({&account, 1}));
  }

  /// "user-0000" and so on.
  static std::string user_name(int number) {
    const auto digits = std::to_string(number);
    return "user-" + std::string(4 - digits.size(), '0') + digits;
  }
  void link_users(int count) {
    for (int i = 0; i < count; ++i) link(user_name(i));
  }

  /// How often the account of that key was asked for.
  std::size_t account_requests(std::string_view key) const {
    std::size_t count = 0;
    for (const auto& each : transport.sent_to("/api/v3/account"))
      count += each.request.secret_headers.at(0).value.reveal() == key ? 1U : 0U;
    return count;
  }
  std::size_t account_requests() const { return transport.sent_to("/api/v3/account").size(); }

  Surroundings surroundings() {
    return {.store = store,
            .driver = driver,
            .keyring = keyring,
            .clock = clock,
            .random = random,
            .stop = stop,
            .log = log};
  }
};

inline constexpr Slot kSlot{test::kNoon};

}  // namespace saldo::snapshot
