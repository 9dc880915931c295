#include "cli/snapshot_view.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/snapshots.h"

namespace saldo::cli {
namespace {

using test::decimal;
using testing::HasSubstr;
using testing::Not;

std::string printed(const Snapshot& snapshot, bool with_prices = false) {
  std::ostringstream out;
  print_snapshot(out, snapshot, with_prices);
  return out.str();
}

TEST(SnapshotView, ShowsTokensTotalStatusAndRate) {
  EXPECT_EQ(printed(a_snapshot()),
            "Snapshot of ana at 2026-11-25 12:00 UTC\n"
            "\n"
            "ACCOUNT  WALLET  ASSET  AMOUNT       US$        R$\n"
            "binance  spot    BTC       1.5  1,500.00  7,500.00\n"
            "\n"
            "Total US$ 1,500.00  R$ 7,500.00  (complete)\n"
            "1 US$ = R$ 5.0000 by awesomeapi, 2026-11-25 12:00 UTC\n");
}

TEST(SnapshotView, ShowsPricesAndTheirPathsWhenAsked) {
  auto snapshot = a_snapshot();
  snapshot.accounts[0].wallets[0].tokens[0].price_stale = true;
  EXPECT_THAT(printed(snapshot, true), testing::AllOf(HasSubstr("1,000 (stale)"), HasSubstr("binance:BTC/USD")));
}

// F4: a total is never printed without its status.
TEST(SnapshotView, APartialTotalSaysSoAndWhy) {
  const auto text = printed(a_partial_snapshot());
  EXPECT_THAT(text, HasSubstr("Total US$ 1,500.00  R$ 7,500.00  (partial: kraken 2 spot: timeout)\n"));
  EXPECT_THAT(text, HasSubstr("Not read: kraken 2 spot (timeout): no reply\\u001b[2J in 30 s\n"));
  EXPECT_THAT(text, HasSubstr(std::string{advice(ErrorKind::timeout)}));
}

TEST(SnapshotView, TheMostValuableComesFirstAndTheUnpricedLast) {
  auto snapshot = a_snapshot();
  Token airdrop;
  airdrop.balance = {.asset = "AIRDROP", .free = decimal("1000000"), .locked = {}, .borrowed = {}};
  auto& tokens = snapshot.accounts[0].wallets[0].tokens;
  tokens.insert(tokens.begin(), airdrop);
  tokens.insert(tokens.begin(), priced("DUST", "1", "0.01", "0.01000000", "0.05000000"));
  const auto text = printed(snapshot);
  EXPECT_LT(text.find("BTC"), text.find("DUST"));
  EXPECT_LT(text.find("DUST"), text.find("AIRDROP"));
  EXPECT_THAT(text, HasSubstr("no price"));
  EXPECT_THAT(text, HasSubstr("1 asset has no price and is not in the total.\n"));
}

TEST(SnapshotView, OddRowsAndEventsAreShown) {
  auto snapshot = a_snapshot();
  snapshot.accounts[0].wallets[0].odd_rows.push_back({.text = "{\"free\":\"NaN\"}", .reason = "no number"});
  snapshot.events.push_back({.kind = EventKind::carrying_ended, .exchange = "kraken", .label = "2", .wallet = "earn"});
  EXPECT_THAT(printed(snapshot),
              testing::AllOf(HasSubstr("Not understood: binance spot: no number: {\"free\":\"NaN\"}"),
                             HasSubstr("Note: kraken 2 earn has not been read for too long")));
}

TEST(SnapshotView, AnEmptyOneSaysSo) {
  auto snapshot = a_snapshot();
  snapshot.accounts[0].wallets[0].tokens.clear();
  EXPECT_THAT(printed(snapshot), HasSubstr("No balances.\n"));
}

TEST(SnapshotView, AStaleRateIsMarked) {
  auto snapshot = a_snapshot();
  snapshot.usd_brl.stale = true;
  EXPECT_THAT(printed(snapshot), HasSubstr("2026-11-25 12:00 UTC (stale)\n"));
}

TEST(SnapshotView, NamesFromOutsideCannotControlTheTerminal) {
  auto snapshot = a_snapshot();
  snapshot.user_id = "ana\x1b[2J";
  snapshot.accounts[0].wallets[0].tokens[0].balance.asset = "B\nTC";
  EXPECT_THAT(printed(snapshot, true), testing::AllOf(Not(HasSubstr("\x1b")), HasSubstr("B\\nTC")));
}

TEST(StatusText, OfALineOfHistory) {
  store::HistoryEntry entry;
  EXPECT_EQ(status_text(entry), "complete");
  entry.status = SnapshotStatus::partial;
  entry.why = "kraken spot: timeout";
  EXPECT_EQ(status_text(entry), "partial: kraken spot: timeout");
}

}  // namespace
}  // namespace saldo::cli
