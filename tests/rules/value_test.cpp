#include "rules/rules.h"
#include "snapshot/rate.h"

namespace saldo {
namespace {

using namespace std::chrono_literals;
using test::decimal;
using test::kNoon;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(Rules, V1_TotalsAreMadeOfUnroundedPartsAndRoundedOnceHalfEven) {
  link("ana");
  link("ana", "binance", "2");
  price("1");
  holds("BTC", "0.0025");
  run();
  EXPECT_EQ(stored().accounts.at(0).total_usd.text(), "0.00");
  EXPECT_EQ(stored().total_usd.text(), "0.00") << "0.0050 is a tie, and 0 is even";
  holds("BTC", "0.0075");
  run_after(4h);
  EXPECT_EQ(stored().accounts.at(0).total_usd.text(), "0.01");
  EXPECT_EQ(stored().total_usd.text(), "0.02") << "0.0150 is a tie, and 2 is even";
}

TEST_F(Rules, V1_ATokensValueHasEightPlaces) {
  link("ana");
  holds("BTC", "0.123456789");
  price("1");
  run();
  EXPECT_EQ(token().value_usd->text(), "0.12345679");
}

TEST_F(Rules, V1_InReaisItIsTheDollarsTimesTheRateAndReaisAreTheirOwnAmount) {
  link("ana");
  link("ana", "binance", "2");
  quote("5.3");
  price("100");
  accounts.emplace("ana 2", balances(R"([{"asset":"BRL","free":"10","locked":"0"}])"));
  run();
  EXPECT_EQ(stored().accounts.at(0).total_brl.text(), "500.00") << "USDT is worth R$ 5, not R$ 5.3";
  EXPECT_EQ(stored().accounts.at(1).total_brl.text(), "10.00");
  EXPECT_EQ(stored().accounts.at(1).total_usd.text(), "1.89");
}

TEST_F(Rules, V1_ReaisTakeNoWayThroughDollars) {
  link("ana");
  quote("3");
  holds("BRL", "0.055");
  run();
  EXPECT_EQ(stored().total_brl.text(), "0.06") << "by way of a third of it, it would be 0.05499...";
}

TEST_F(Rules, V2_ATokenWithoutAPriceIsListedAndAddsNothing) {
  link("ana");
  any_account = balances(R"([{"asset":"BTC","free":"1","locked":"0"},{"asset":"AIRDROP","free":"7","locked":"0"}])");
  run();
  EXPECT_EQ(stored().status, SnapshotStatus::complete);
  EXPECT_EQ(stored().total_usd.text(), "100.00");
  ASSERT_EQ(unpriced(stored()).size(), 1U);
  EXPECT_EQ(unpriced(stored())[0].symbol, "AIRDROP");
  EXPECT_EQ(unpriced(stored())[0].amount, decimal("7"));
}

TEST_F(Rules, V2_AValueThatNobodyHasIsUnpriced) {
  link("ana");
  price("100000");
  holds("BTC", "1000000000000000000");
  run();
  EXPECT_EQ(unpriced(stored()).size(), 1U);
  EXPECT_EQ(stored().total_usd.text(), "0.00");
}

TEST_F(Rules, V2_AMissingPriceKeepsItsLastOneMarkedStale) {
  link("ana");
  holds("PEPE", "10");
  price("100", "2");
  run();
  price("100");
  run_after(4h);
  EXPECT_EQ(stored().total_usd.text(), "20.00");
  EXPECT_TRUE(token().price_stale);
  EXPECT_EQ(token().price_as_of, kNoon);
  EXPECT_EQ(stored().status, SnapshotStatus::complete);
}

TEST_F(Rules, V2_AfterSevenDaysTheLastPriceIsGoneWithAnEvent) {
  link("ana");
  holds("PEPE", "10");
  price("100", "2");
  run();
  price("100");
  run_after(24h);
  clock.run_until(kNoon + 24h * 7);
  quote("5");
  run_after(24h * 6);
  EXPECT_EQ(stored().total_usd.text(), "20.00");
  run_after(4h);
  EXPECT_EQ(stored().total_usd.text(), "0.00");
  EXPECT_THAT(events(), ElementsAre(EventKind::price_lost));
  EXPECT_EQ(unpriced(stored()).size(), 1U);
  run_after(4h);
  EXPECT_THAT(events(), IsEmpty());
}

TEST_F(Rules, V3_AResumedRunUsesTheBoardOfItsSlot) {
  link("ana");
  link("bia");
  request.user_ids = {"ana"};
  run();
  request.user_ids = {};
  price("777");
  run();
  EXPECT_EQ(stored("bia").total_usd.text(), "100.00");
}

TEST_F(Rules, V3_TheBoardIsStoredBeforeTheFirstSnapshot) {
  link("ana");
  std::size_t boards = 0;
  database.saving = [&](std::span<const Snapshot>) { boards = database.boards.size(); };
  run();
  EXPECT_EQ(boards, 1U);
}

TEST_F(Rules, V3_AJumpIsDoubtedAndThenBelieved) {
  link("ana");
  run();
  price("5000");
  run_after(4h);
  EXPECT_EQ(stored().total_usd.text(), "100.00");
  EXPECT_TRUE(token().price_stale);
  EXPECT_THAT(events(), ElementsAre(EventKind::price_doubted));
  run_after(4h);
  EXPECT_EQ(stored().total_usd.text(), "5000.00");
  EXPECT_FALSE(token().price_stale);
  EXPECT_THAT(events(), IsEmpty());
}

TEST_F(Rules, V3_AJumpThatAnotherMarketMadeTooIsBelieved) {
  link("ana");
  tickers = test::served(200, R"([{"symbol":"BTCUSDT","price":"100"},{"symbol":"BTCBRL","price":"500"},
                                  {"symbol":"USDTBRL","price":"5"}])");
  run();
  tickers = test::served(200, R"([{"symbol":"BTCUSDT","price":"5000"},{"symbol":"BTCBRL","price":"25000"},
                                  {"symbol":"USDTBRL","price":"5"}])");
  run_after(4h);
  EXPECT_EQ(stored().total_usd.text(), "5000.00");
}

TEST_F(Rules, V4_ASourceThatIsDownIsFollowedByTheNext) {
  link("ana");
  rate = down();
  quote_at_coinbase("5.5");
  EXPECT_EQ(run().usd_brl->source, "coinbase-rates");
}

TEST_F(Rules, V4_AJumpOfTheRateNeedsASecondSourceThatAgrees) {
  link("ana");
  run();
  quote("6");
  EXPECT_EQ(run_after(4h).usd_brl->rate, decimal("5")) << "nobody agrees";
  quote_at_coinbase("6.1");
  EXPECT_EQ(run_after(4h).usd_brl->rate, decimal("6"));
}

TEST_F(Rules, V4_AnOldStoredRateConfirmsAndDeniesNothing) {
  link("ana");
  run();
  clock.run_until(kNoon + 73h);
  quote("6");
  EXPECT_EQ(run_after(73h).usd_brl->rate, decimal("6"));
}

TEST_F(Rules, V4_WithoutASourceTetherGivesTheRate) {
  rate = down();
  PriceBoard board;
  board.exchanges.push_back({.exchange = "kraken",
                             .as_of = kNoon,
                             .tickers = {{"USDT", "BRL", decimal("5.1")}, {"USDT", "USD", decimal("1")}}});
  const UsdBrl earlier{.rate = decimal("5"), .source = "earlier", .as_of = kNoon - 4h};
  const auto found = clock.run_task(snapshot::obtain_rate(board, earlier, driver, clock, log));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->rate, decimal("5.1"));
  EXPECT_FALSE(found->stale);
}

TEST_F(Rules, V4_WithoutTetherTheStoredRateIsUsedMarkedStale) {
  link("ana");
  run();
  rate = down();
  const auto report = run_after(4h);
  EXPECT_EQ(report.usd_brl->rate, decimal("5"));
  EXPECT_TRUE(report.usd_brl->stale);
  EXPECT_TRUE(stored().usd_brl.stale);
}

TEST_F(Rules, V4_WithoutAnyRateNothingIsStoredAndTheSourcesAreNamed) {
  link("ana");
  rate = down();
  const auto report = attempt();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::no_price_source);
  EXPECT_THAT(report.error().message,
              testing::AllOf(HasSubstr("awesomeapi"), HasSubstr("coinbase-rates"), HasSubstr("frankfurter")));
  EXPECT_THAT(database.snapshots, IsEmpty());
  EXPECT_THAT(database.boards, IsEmpty());
  EXPECT_THAT(database.runs, IsEmpty());
}

TEST_F(Rules, V4_AQuoteOlderThanFiveDaysIsNone) {
  link("ana");
  quote_at_coinbase("5.5");
  clock.run_until(kNoon + 24h * 5);
  EXPECT_EQ(run_after(24h * 5).usd_brl->source, "awesomeapi");
  EXPECT_EQ(run_after(4h).usd_brl->source, "coinbase-rates");
}

}  // namespace
}  // namespace saldo
