#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "snapshot/world.h"

namespace saldo {

/// What the cases of all rules share: users at a Binance that answers what the case says, and runs at whatever time.
/// A user holds one BTC, a BTC costs US$ 100, a dollar R$ 5.
struct Rules : testing::Test, snapshot::World {
  snapshot::RunRequest request{.slot = snapshot::kSlot,
                               .trigger = Trigger::manual,
                               .user_ids = {},
                               .exchange = "",
                               .keep = true,
                               .carry_limit = std::chrono::days{7},
                               .settles_slot = true,
                               .host = "here"};
  snapshot::RunObserver observer;

  Rules() { quote("5"); }

  /// What the first rate source says from now on.
  void quote(std::string_view usd_brl) {
    rate = test::served(200, R"({"USDBRL":{"bid":")" + std::string{usd_brl} + R"(","timestamp":")" +
                                 std::to_string(unix_ms(clock.now()) / 1000) + R"("}})");
  }
  void quote_at_coinbase(std::string_view usd_brl) {
    coinbase_rate =
        test::served(200, R"({"data":{"currency":"USD","rates":{"BRL":")" + std::string{usd_brl} + R"("}}})");
  }
  /// Binance's whole list of prices: BTC's, and that of another coin.
  void price(std::string_view btc, std::string_view pepe = "") {
    auto list = R"([{"symbol":"USDTBRL","price":"5"},{"symbol":"BTCUSDT","price":")" + std::string{btc} + R"("})";
    if (!pepe.empty()) list += R"(,{"symbol":"PEPEUSDT","price":")" + std::string{pepe} + R"("})";
    tickers = test::served(200, list + "]");
  }
  void holds(std::string_view asset, std::string_view amount) {
    any_account =
        balances(R"([{"asset":")" + std::string{asset} + R"(","free":")" + std::string{amount} + R"(","locked":"0"}])");
  }

  Result<snapshot::RunReport> attempt() {
    return clock.run_task(snapshot::take_snapshots(request, surroundings(), observer));
  }
  snapshot::RunReport run() {
    auto report = attempt();
    EXPECT_TRUE(report) << report.error().message;
    return report.value_or(snapshot::RunReport{});
  }
  /// Lets time pass, then a run for the slot of that instant.
  snapshot::RunReport run_after(Milliseconds time) {
    clock.run_until(request.slot.at + time);
    request.slot = Slot{clock.now()};
    return run();
  }

  /// The user's snapshot of the slot that was run last.
  const Snapshot& stored(const std::string& user = "ana") const { return database.snapshots.at({request.slot, user}); }
  bool is_stored(const std::string& user = "ana") const { return database.snapshots.contains({request.slot, user}); }
  const WalletSnapshot& wallet(std::size_t account = 0) const { return stored().accounts.at(account).wallets.at(0); }
  const Token& token() const { return wallet().tokens.at(0); }
  std::vector<EventKind> events() const {
    std::vector<EventKind> kinds;
    for (const auto& event : stored().events) kinds.push_back(event.kind);
    return kinds;
  }
  bool is_settled() const { return database.slots.contains(request.slot) && database.slots.at(request.slot).done; }
};

}  // namespace saldo
