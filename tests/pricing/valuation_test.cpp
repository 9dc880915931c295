#include "pricing/valuation.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "pricing/boards.h"

namespace saldo::pricing {
namespace {

using test::decimal;

Balance held(std::string asset, std::string_view free, std::string_view locked = "0", std::string_view borrowed = "0") {
  return {.asset = std::move(asset), .free = decimal(free), .locked = decimal(locked), .borrowed = decimal(borrowed)};
}

AccountSnapshot account_of(std::string exchange, const std::vector<Balance>& balances) {
  WalletSnapshot wallet{.wallet = "spot", .as_of = {}, .error = {}, .tokens = {}, .odd_rows = {}};
  for (const auto& balance : balances) wallet.tokens.push_back({.balance = balance});
  AccountSnapshot account;
  account.exchange = std::move(exchange);
  account.wallets = {std::move(wallet)};
  return account;
}

Snapshot snapshot_of(std::vector<AccountSnapshot> accounts) {
  Snapshot snapshot;
  snapshot.accounts = std::move(accounts);
  return snapshot;
}

Snapshot valued(const PriceBoard& board, std::vector<AccountSnapshot> accounts) {
  PriceBook book{board};
  auto snapshot = snapshot_of(std::move(accounts));
  value_snapshot(snapshot, book);
  return snapshot;
}

Token token_of(const PriceBoard& board, const Balance& balance) {
  PriceBook book{board};
  Value sum;
  return value_token(balance, book.find("binance", balance.asset), book.usd_brl().rate, sum);
}

TEST(ValueToken, IsAmountTimesPriceInBothCurrencies) {
  const auto token = token_of(board_of("5.4", {{"BTC", "USD", "100000"}}), held("BTC", "0.5", "0.25", "0.125"));
  EXPECT_EQ(token.price_usd->text(), "100000");
  EXPECT_EQ(token.price_path, "binance:BTC/USD");
  EXPECT_EQ(token.value_usd->text(), "62500.00000000");
  EXPECT_EQ(token.value_brl->text(), "337500.00000000");
  EXPECT_FALSE(token.price_stale);
}

TEST(ValueToken, ADebtCountsAsSuch) {
  const auto token = token_of(board_of("5", {{"BTC", "USD", "100"}}), held("BTC", "1", "0", "3"));
  EXPECT_EQ(token.value_usd->text(), "-200.00000000");
  EXPECT_EQ(token.value_brl->text(), "-1000.00000000");
}

TEST(ValueToken, ValuesAreRoundedHalfEvenToEightPlaces) {
  const auto board = board_of("1", {{"X", "USD", "1"}});
  EXPECT_EQ(token_of(board, held("X", "0.000000005")).value_usd->text(), "0.00000000");
  EXPECT_EQ(token_of(board, held("X", "0.000000015")).value_usd->text(), "0.00000002");
  EXPECT_EQ(token_of(board, held("X", "0.0000000150001")).value_usd->text(), "0.00000002");
  EXPECT_EQ(token_of(board, held("X", "0", "0", "0.000000015")).value_usd->text(), "-0.00000002");
}

TEST(ValueToken, TheRealIsItsOwnAmount) {
  const auto token = token_of(board_of("5.3869", {}), held("BRL", "1234.56"));
  EXPECT_EQ(token.value_brl->text(), "1234.56000000");
  EXPECT_EQ(token.value_usd->text(), "229.17819154");  // 1234.56 / 5.3869
}

TEST(ValueToken, WithoutAPriceItHasNoValueAndAddsNothing) {
  Value sum{.usd = decimal("1"), .brl = decimal("5")};
  const auto token = value_token(held("AIRDROP", "1000000"), {}, decimal("5"), sum);
  EXPECT_FALSE(token.price_usd);
  EXPECT_FALSE(token.value_usd);
  EXPECT_FALSE(token.value_brl);
  EXPECT_EQ(token.price_path, "");
  EXPECT_EQ(token.balance.free, decimal("1000000"));
  EXPECT_EQ(sum.usd, decimal("1"));
  EXPECT_EQ(sum.brl, decimal("5"));
}

TEST(ValueToken, WorthMoreThanAllMoneyItIsUnpriced) {
  const auto board = board_of("5", {{"X", "USD", "1e20"}});
  EXPECT_TRUE(token_of(board, held("X", "19.99")).value_usd);
  EXPECT_FALSE(token_of(board, held("X", "1000")).price_usd);
  EXPECT_FALSE(token_of(board, held("X", "0", "0", "1000")).price_usd);
  EXPECT_FALSE(token_of(board, held("X", "999")).price_usd) << "too much in reais";
}

TEST(ValueToken, AStalePriceIsMarked) {
  auto board = board_of("5", {});
  board.exchanges = {prices_of("binance", {{"X", "USD", "2"}}, true)};
  EXPECT_TRUE(token_of(board, held("X", "1")).price_stale);
}

// A dollar buys 3 units, three accounts hold one each: a third of a dollar three times is a dollar.
TEST(ValueSnapshot, TotalsComeFromUnroundedParts) {
  const auto board = board_of("3", {});
  const std::vector accounts(3, account_of("binance", {held("BRL", "1")}));
  const auto snapshot = valued(board, accounts);
  for (const auto& account : snapshot.accounts) EXPECT_EQ(account.total_usd.text(), "0.33");
  EXPECT_EQ(snapshot.total_usd.text(), "1.00");
  EXPECT_EQ(snapshot.total_brl.text(), "3.00");
}

TEST(ValueSnapshot, WithinAnAccountToo) {
  const auto board = board_of("1", {{"X", "USD", "0.004"}});
  const auto snapshot = valued(board, {account_of("binance", {held("X", "1"), held("X", "1"), held("X", "1")})});
  EXPECT_EQ(snapshot.accounts[0].total_usd.text(), "0.01");
}

TEST(ValueSnapshot, TotalsAreRoundedOnceHalfEven) {
  const auto board = board_of("1", {{"X", "USD", "1"}});
  const auto total = [&](std::string_view amount) {
    return valued(board, {account_of("binance", {held("X", amount)})}).total_usd.text();
  };
  EXPECT_EQ(total("0.005"), "0.00");
  EXPECT_EQ(total("0.015"), "0.02");
  EXPECT_EQ(total("0.025"), "0.02");
  EXPECT_EQ(total("0.0250000000000001"), "0.03");
  // Rounded to eight places first, it would be a tie.
  EXPECT_EQ(total("0.015000000001"), "0.02");
  EXPECT_EQ(total("0.024999999999"), "0.02");
  const auto debt = valued(board, {account_of("binance", {held("X", "0", "0", "0.015")})});
  EXPECT_EQ(debt.total_usd.text(), "-0.02");
}

// 0.045 / 3 is 0.015, a tie; by way of a price of 0.333... it would be a little less.
TEST(ValueSnapshot, RealsAreDividedByTheRate) {
  EXPECT_EQ(valued(board_of("3", {}), {account_of("binance", {held("BRL", "0.045")})}).total_usd.text(), "0.02");
}

TEST(ValueSnapshot, ADebtLowersTheTotal) {
  const auto board = board_of("5", {{"X", "USD", "10"}, {"Y", "USD", "1"}});
  const auto snapshot = valued(board, {account_of("binance", {held("X", "1"), held("Y", "0", "0", "30")})});
  EXPECT_EQ(snapshot.total_usd.text(), "-20.00");
  EXPECT_EQ(snapshot.total_brl.text(), "-100.00");
}

TEST(ValueSnapshot, TheRealsOwnAmountIsInTheTotal) {
  const auto board = board_of("3", {{"X", "USD", "1"}});
  const auto snapshot = valued(board, {account_of("binance", {held("BRL", "10"), held("X", "1")})});
  EXPECT_EQ(snapshot.total_brl.text(), "13.00");
  EXPECT_EQ(snapshot.total_usd.text(), "4.33");
}

TEST(ValueSnapshot, EachAccountIsValuedByItsExchange) {
  auto board = board_of("5", {{"X", "USD", "2"}});
  board.exchanges.push_back(prices_of("kraken", {{"X", "USD", "3"}}));
  const auto snapshot =
      valued(board, {account_of("binance", {held("X", "1")}), account_of("kraken", {held("X", "1")})});
  EXPECT_EQ(snapshot.accounts[0].total_usd.text(), "2.00");
  EXPECT_EQ(snapshot.accounts[1].total_usd.text(), "3.00");
  EXPECT_EQ(snapshot.total_usd.text(), "5.00");
}

TEST(ValueSnapshot, AWalletThatFailedAddsNothingWhateverItHolds) {
  auto account = account_of("binance", {held("X", "1")});
  account.wallets.push_back(account.wallets[0]);
  account.wallets.push_back(account.wallets[0]);
  account.wallets[1].status = WalletStatus::failed;
  account.wallets[2].status = WalletStatus::carried;
  const auto snapshot = valued(board_of("5", {{"X", "USD", "2"}}), {account});
  EXPECT_EQ(snapshot.total_usd.text(), "4.00");
}

TEST(ValueSnapshot, HoldsTheRateItWasValuedWith) {
  const auto snapshot = valued(board_of("5.3869", {}), {});
  EXPECT_EQ(snapshot.usd_brl.rate.text(), "5.3869");
  EXPECT_EQ(snapshot.usd_brl.source, "awesomeapi");
  EXPECT_EQ(snapshot.total_usd.text(), "0.00");
}

// --- What holds for any balances ---

PriceBoard some_board() {
  return board_of("5.3869", {{"USDT", "BRL", "5.41"},
                             {"BTC", "USDT", "91234.56"},
                             {"X", "BTC", "0.00000012"},
                             {"PEPE", "USDT", "0.00000812"}});
}

rc::Gen<Balance> any_balance() {
  return rc::gen::map(
      rc::gen::tuple(rc::gen::element<std::string>("USD", "BRL", "USDT", "BTC", "X", "PEPE", "NOSUCH"),
                     rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000), rc::gen::inRange(0, 12)),
      [](const std::tuple<std::string, std::int64_t, int>& parts) {
        const auto& [asset, units, places] = parts;
        return held(asset, std::to_string(units) + "e-" + std::to_string(places));
      });
}

using Balances = std::vector<std::vector<Balance>>;  // by account

rc::Gen<Balances> any_accounts() {
  return rc::gen::container<Balances>(rc::gen::container<std::vector<Balance>>(any_balance()));
}

Snapshot valued_accounts(const Balances& balances) {
  std::vector<AccountSnapshot> accounts;
  for (const auto& each : balances) accounts.push_back(account_of("binance", each));
  return valued(some_board(), std::move(accounts));
}

TEST(ValueSnapshot, TokensAddUpToTheTotalWithinTheirRounding) {
  EXPECT_TRUE(rc::check("tokens add up", [] {
    const auto snapshot = valued_accounts(*any_accounts());
    Arithmetic math;
    Decimal sum;
    Decimal slack = decimal("0.005");
    for (const auto& account : snapshot.accounts)
      for (const auto& token : account.wallets[0].tokens) {
        sum = math.add(sum, token.value_usd.value_or(Decimal{}));
        slack = math.add(slack, decimal("0.000000005"));
      }
    const auto difference = math.subtract(snapshot.total_usd, sum);
    RC_ASSERT(difference <= slack && difference >= slack.negated());
  }));
}

TEST(ValueSnapshot, DoesNotDependOnTheOrderOfThings) {
  EXPECT_TRUE(rc::check("reversed, the totals are the same", [] {
    auto balances = *any_accounts();
    const auto forward = valued_accounts(balances);
    std::ranges::reverse(balances);
    for (auto& each : balances) std::ranges::reverse(each);
    const auto backward = valued_accounts(balances);
    RC_ASSERT(forward.total_usd == backward.total_usd);
    RC_ASSERT(forward.total_brl == backward.total_brl);
  }));
}

TEST(ValueSnapshot, TotalsHaveTwoPlacesAndValuesEight) {
  EXPECT_TRUE(rc::check("places", [] {
    const auto snapshot = valued_accounts(*any_accounts());
    const auto places = [](const Decimal& number) { return number.text().size() - number.text().find('.') - 1; };
    RC_ASSERT(places(snapshot.total_usd) == 2U && places(snapshot.total_brl) == 2U);
    for (const auto& account : snapshot.accounts) {
      RC_ASSERT(places(account.total_usd) == 2U);
      for (const auto& token : account.wallets[0].tokens) RC_ASSERT(!token.value_usd || places(*token.value_usd) == 8U);
    }
  }));
}

TEST(ValueSnapshot, AddingWhatHasNoPriceChangesNoTotal) {
  EXPECT_TRUE(rc::check("unpriced adds nothing", [] {
    auto balances = *rc::gen::suchThat(any_accounts(), [](const Balances& all) { return !all.empty(); });
    const auto before = valued_accounts(balances);
    balances[0].push_back(held("NOSUCH", "123456"));
    const auto after = valued_accounts(balances);
    RC_ASSERT(before.total_usd == after.total_usd && before.total_brl == after.total_brl);
    RC_ASSERT(unpriced(after).size() == unpriced(before).size() + 1);
  }));
}

}  // namespace
}  // namespace saldo::pricing
