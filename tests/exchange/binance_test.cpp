#include "exchange/binance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/conversation.h"
#include "support/decimals.h"
#include "wire/sign.h"

namespace saldo::exchange {
namespace {

using namespace std::chrono_literals;
using test::Counterpart;
using test::decimal;
using test::kNoon;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// --- The request ---

wire::Ask account_ask() {
  Counterpart counterpart;
  EXPECT_TRUE(counterpart.talk(kBinance.balances({})));
  return counterpart.asked().at(0);
}

TEST(BinanceRequest, AsksForTheAccountWithoutZeroBalances) {
  const auto ask = account_ask();
  EXPECT_EQ(ask.endpoint->method, http::Method::get);
  EXPECT_EQ(ask.endpoint->path, "/api/v3/account");
  EXPECT_EQ(ask.draft.query.encoded(), "omitZeroBalances=true");
  ASSERT_EQ(ask.endpoint->charges.size(), 1U);
  EXPECT_EQ(ask.endpoint->charges[0].weight, 20);
}

// The key and secret that the documentation's examples use: binance/binance-spot-api-docs, rest-api.md, "SIGNED
// Endpoint Examples". Their own parameters and signatures are in tests/wire/sign_test.cpp; the one here was made with
// `openssl dgst -sha256 -hmac`.
TEST(BinanceRequest, IsSignedAsDocumented) {
  auto ask = account_ask();
  const Credentials credentials{
      .api_key = Secret{"vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"},
      .api_secret = Secret{"NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"},
      .passphrase = {},
      .uid = {}};
  ASSERT_NE(ask.endpoint->sign, nullptr);
  ask.endpoint->sign(ask.draft, {.credentials = credentials, .server_now = from_unix_ms(1499827319559), .nonce = 7});
  EXPECT_EQ(ask.draft.query.encoded(),
            "omitZeroBalances=true&recvWindow=10000&timestamp=1499827319559"
            "&signature=c0e7c7da1bb51a2201b7aeef292a493f7ae6dc1c5677ae8b56ed77aaecb0a1ef");
  ASSERT_EQ(ask.draft.secret_headers.size(), 1U);
  EXPECT_EQ(ask.draft.secret_headers[0].name, "X-MBX-APIKEY");
  EXPECT_EQ(ask.draft.secret_headers[0].value.reveal(), credentials.api_key.reveal());
  EXPECT_TRUE(ask.draft.headers.empty());
  EXPECT_TRUE(ask.draft.form.empty());
  EXPECT_EQ(ask.draft.body, "");
}

TEST(BinanceRequest, AsksForPricesAndTimeUnsigned) {
  Counterpart counterpart;
  counterpart.then("[]").then(R"({"serverTime":1499827319559})");
  EXPECT_TRUE(counterpart.talk(kBinance.tickers()));
  EXPECT_EQ(counterpart.talk(kBinance.peer.server_time()), from_unix_ms(1499827319559));
  const auto& asked = counterpart.asked();
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0].endpoint->path, "/api/v3/ticker/price");
  EXPECT_EQ(asked[0].endpoint->charges[0].weight, 4);
  EXPECT_EQ(asked[1].endpoint->path, "/api/v3/time");
  EXPECT_EQ(asked[1].endpoint->charges[0].weight, 1);
  for (const auto& ask : asked) {
    EXPECT_EQ(ask.endpoint->sign, nullptr);
    EXPECT_TRUE(ask.draft.query.empty());
  }
}

// --- Balances ---

WalletReading read_spot(Result<wire::Reply> reply) {
  Counterpart counterpart;
  counterpart.then(std::move(reply));
  auto reading = counterpart.talk(kBinance.balances({}));
  EXPECT_TRUE(reading);
  EXPECT_EQ(reading->wallets.size(), 1U);
  return reading->wallets.at(0);
}

WalletReading read_spot(std::string_view json) { return read_spot(test::reply_of(json)); }

std::vector<std::string> shown(const WalletReading& wallet) {
  std::vector<std::string> lines;
  for (const auto& [asset, free, locked, borrowed, inexact] : wallet.balances)
    lines.push_back(asset + " " + free.text() + " " + locked.text() + (inexact ? " inexact" : ""));
  return lines;
}

// The shape of the reply is that of rest-api.md, "Account information".
TEST(BinanceBalances, ReadsTheDocumentedReply) {
  const auto wallet = read_spot(R"({"makerCommission":15,"takerCommission":15,"buyerCommission":0,"sellerCommission":0,
    "commissionRates":{"maker":"0.00150000","taker":"0.00150000","buyer":"0.00000000","seller":"0.00000000"},
    "canTrade":true,"canWithdraw":true,"canDeposit":true,"brokered":false,"requireSelfTradePrevention":false,
    "preventSor":false,"updateTime":123456789,"accountType":"SPOT",
    "balances":[{"asset":"BTC","free":"4723846.89208129","locked":"0.00000000"},
                {"asset":"LTC","free":"4763368.68006011","locked":"1.50000000"},
                {"asset":"ETH","free":"0.00000000","locked":"0.00000000"}],
    "permissions":["SPOT"],"uid":354937868})");
  EXPECT_EQ(wallet.wallet, "spot");
  EXPECT_FALSE(wallet.error);
  EXPECT_THAT(shown(wallet), ElementsAre("BTC 4723846.89208129 0.00000000", "LTC 4763368.68006011 1.50000000"));
}

TEST(BinanceBalances, AnEmptyListIsAnEmptyWallet) {
  const auto wallet = read_spot(R"({"balances":[]})");
  EXPECT_FALSE(wallet.error);
  EXPECT_TRUE(wallet.balances.empty());
  EXPECT_TRUE(wallet.odd_rows.empty());
}

TEST(BinanceBalances, TakeNumbersAsNumbersAndNamesAsTheyAre) {
  const auto wallet = read_spot(R"({"balances":[{"asset":"123","free":1.50,"locked":0},
                                                {"asset":456,"free":"1","locked":"0"},
                                                {"asset":"币安人生","free":"2","locked":"0"},
                                                {"asset":"LDBTC","free":"3","locked":"0"}]})");
  EXPECT_THAT(shown(wallet), ElementsAre("123 1.50 0", "456 1 0", "币安人生 2 0", "LDBTC 3 0"));
}

TEST(BinanceBalances, OddRowsAreKeptAndFailNothing) {
  const auto wallet = read_spot(R"({"balances":[{"free":"1","locked":"0"},
                                                {"asset":"NAN","free":"NaN","locked":"0"},
                                                {"asset":"HUGE","free":"1e400","locked":"0"},
                                                {"asset":"NULL","free":null,"locked":"0"},
                                                {"asset":"HALF","free":"1"},
                                                "row",
                                                {"asset":"GOOD","free":"1","locked":"0"}]})");
  EXPECT_THAT(shown(wallet), ElementsAre("GOOD 1 0"));
  EXPECT_EQ(wallet.odd_rows.size(), 6U);
  EXPECT_EQ(wallet.odd_rows.at(0).text, R"({"free":"1","locked":"0"})");
  EXPECT_FALSE(wallet.error);
}

TEST(BinanceBalances, FortyDigitsAreRoundedAndMarked) {
  const auto wallet =
      read_spot(R"({"balances":[{"asset":"A","free":"1.234567890123456789012345678901234567890","locked":"0"}]})");
  EXPECT_THAT(shown(wallet), ElementsAre("A 1.234567890123456789012345678901235 0 inexact"));
}

TEST(BinanceBalances, WithoutTheListTheWalletFailed) {
  for (const auto* json : {"{}", "[]", R"({"balances":{}})", R"({"balances":null})", R"({"balances":"none"})"}) {
    const auto wallet = read_spot(json);
    ASSERT_TRUE(wallet.error) << json;
    EXPECT_EQ(wallet.error->kind, ErrorKind::bad_response);
    EXPECT_TRUE(wallet.balances.empty());
  }
}

TEST(BinanceBalances, AFailedRequestFailsItsWalletAndNotTheAccount) {
  const auto wallet = read_spot(Result<wire::Reply>{fail(ErrorKind::timeout, "late")});
  ASSERT_TRUE(wallet.error);
  EXPECT_EQ(wallet.error->kind, ErrorKind::timeout);
  EXPECT_EQ(wallet.wallet, "spot");
}

// --- Errors ---

http::Response response(int status, std::string body, std::vector<http::Header> headers = {}) {
  return {.status = status, .headers = std::move(headers), .body = std::move(body)};
}

wire::Verdict judge(const http::Response& response) { return kBinance.peer.judge(response, kNoon); }

struct ErrorCase {
  int status;
  const char* body;
  ErrorKind kind;
};

class BinanceErrors : public testing::TestWithParam<ErrorCase> {};

TEST_P(BinanceErrors, AreClassified) {
  const auto [status, body, kind] = GetParam();
  const auto verdict = judge(response(status, body));
  ASSERT_TRUE(verdict.error);
  EXPECT_EQ(verdict.error->kind, kind) << name(verdict.error->kind);
}

// Codes and messages: errors.md of binance/binance-spot-api-docs; 418, 429 and 5XX: rest-api.md, "HTTP Return Codes".
INSTANTIATE_TEST_SUITE_P(
    Table, BinanceErrors,
    testing::Values(
        ErrorCase{400, R"({"code":-1000,"msg":"An unknown error occurred while processing the request."})",
                  ErrorKind::maintenance},
        ErrorCase{500, R"({"code":-1001,"msg":"Internal error; unable to process your request. Please try again."})",
                  ErrorKind::maintenance},
        ErrorCase{401, R"({"code":-1002,"msg":"You are not authorized to execute this request."})",
                  ErrorKind::permission},
        ErrorCase{429, R"({"code":-1003,"msg":"Too many requests queued."})", ErrorKind::rate_limited},
        ErrorCase{400, R"({"code":-1003,"msg":"Too much request weight used; current limit is 6000 request weight."})",
                  ErrorKind::rate_limited},
        ErrorCase{418, R"({"code":-1003,"msg":"Way too much request weight used; IP banned until 1795608060000."})",
                  ErrorKind::banned},
        ErrorCase{400, R"({"code":-1003,"msg":"Way too much request weight used; IP banned until 1795608060000."})",
                  ErrorKind::banned},
        ErrorCase{408, R"({"code":-1007,"msg":"Timeout waiting for response from backend server."})",
                  ErrorKind::maintenance},
        ErrorCase{503, R"({"code":-1008,"msg":"Server is currently overloaded with other requests."})",
                  ErrorKind::rate_limited},
        ErrorCase{400, R"({"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."})",
                  ErrorKind::clock_skew},
        ErrorCase{400, R"({"code":-1022,"msg":"Signature for this request is not valid."})", ErrorKind::bad_signature},
        ErrorCase{400, R"({"code":-2008,"msg":"Invalid Api-Key ID."})", ErrorKind::invalid_key},
        ErrorCase{401, R"({"code":-2014,"msg":"API-key format invalid."})", ErrorKind::invalid_key},
        ErrorCase{401, R"({"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."})",
                  ErrorKind::invalid_key},
        ErrorCase{451, R"({"code":0,"msg":"Service unavailable from a restricted location according to 'b.'"})",
                  ErrorKind::geo_blocked},
        ErrorCase{403, R"({"code":0,"msg":"Service unavailable from a restricted location"})", ErrorKind::geo_blocked},
        ErrorCase{451, "<html>", ErrorKind::geo_blocked}, ErrorCase{403, "<html>WAF</html>", ErrorKind::banned},
        ErrorCase{418, "", ErrorKind::banned}, ErrorCase{429, "<html>", ErrorKind::rate_limited},
        ErrorCase{503, "<html>", ErrorKind::maintenance}, ErrorCase{500, "", ErrorKind::bad_response},
        ErrorCase{400, R"({"code":-1121,"msg":"Invalid symbol."})", ErrorKind::bad_response},
        ErrorCase{400, R"({"code":"-1022","msg":"As text."})", ErrorKind::bad_signature},
        ErrorCase{404, "[]", ErrorKind::bad_response}));

TEST(BinanceJudge, HasNothingAgainstSuccess) {
  const auto verdict = judge(response(200, R"({"code":-1022,"msg":"not looked at"})"));
  EXPECT_FALSE(verdict.error);
  EXPECT_FALSE(verdict.limits.limited);
  EXPECT_FALSE(verdict.limits.banned);
}

TEST(BinanceJudge, ABanLastsUntilTheInstantInItsMessage) {
  const auto verdict = judge(
      response(418, R"({"code":-1003,"msg":"Way too much request weight used; IP banned until 1795608120000. Please"})",
               {{"Retry-After", "7"}}));
  EXPECT_EQ(verdict.error->until, kNoon + 120s);
  EXPECT_TRUE(verdict.limits.banned);
  EXPECT_FALSE(verdict.limits.limited);
  EXPECT_EQ(verdict.limits.retry_after, 120s);
}

TEST(BinanceJudge, ABanThatIsOverByOurClockIsOverNow) {
  const auto verdict = judge(response(418, R"({"code":-1003,"msg":"IP banned until 1795607999999."})"));
  EXPECT_EQ(verdict.limits.retry_after, 0s);
}

TEST(BinanceJudge, AnInstantThatCannotBeIsNotBelieved) {
  for (const auto* until : {"-5", "0", "4102444800001", "99999999999999999999", "soon"}) {
    const auto verdict =
        judge(response(418, R"({"code":-1003,"msg":"IP banned until )" + std::string{until} + R"("})"));
    EXPECT_EQ(verdict.error->until, std::nullopt) << until;
  }
}

TEST(BinanceJudge, TooManyRequestsWaitAsLongAsTheHeaderSays) {
  const auto verdict = judge(response(429, R"({"code":-1003,"msg":"Too many requests."})", {{"Retry-After", "21"}}));
  EXPECT_EQ(verdict.error->until, kNoon + 21s);
  EXPECT_TRUE(verdict.limits.limited);
  EXPECT_EQ(verdict.limits.retry_after, 21s);
  const auto silent = judge(response(429, R"({"code":-1003,"msg":"Too many requests."})"));
  EXPECT_EQ(silent.error->until, std::nullopt);
  EXPECT_EQ(silent.limits.retry_after, std::nullopt);
}

TEST(BinanceJudge, ReadsTheUsedWeightOfAnyReply) {
  EXPECT_EQ(judge(response(200, "{}", {{"x-mbx-used-weight-1m", "1234"}})).limits.used, 1234);
  EXPECT_EQ(judge(response(400, "{}", {{"X-MBX-USED-WEIGHT-1M", "24"}})).limits.used, 24);
  EXPECT_EQ(judge(response(200, "{}", {{"X-MBX-USED-WEIGHT-1M", "0"}})).limits.used, 0);
  for (const auto* text : {"", "-3", "many", "99999999999"})
    EXPECT_EQ(judge(response(200, "{}", {{"X-MBX-USED-WEIGHT-1M", text}})).limits.used, std::nullopt) << text;
  EXPECT_EQ(judge(response(200, "{}")).limits.used, std::nullopt);
}

TEST(BinanceJudge, MessagesAreFitToBeShown) {
  const auto with_code = judge(response(400, "{\"code\":-1022,\"msg\":\"bad\\n\\u001b[2Jsignature\"}"));
  EXPECT_EQ(with_code.error->message, "Binance answered 400 -1022: bad??[2Jsignature");
  const auto odd_code = judge(response(400, "{\"code\":\"\\u001b[2J" + std::string(9000, 'x') + "\",\"msg\":\"m\"}"));
  EXPECT_THAT(odd_code.error->message, Not(HasSubstr("\x1b")));
  EXPECT_LT(odd_code.error->message.size(), 500U);
  const auto html = judge(response(403, "<html><script>alert(1)</script></html>"));
  EXPECT_THAT(html.error->message, HasSubstr("403"));
  EXPECT_THAT(html.error->message, Not(HasSubstr("script")));
}

// --- The clock ---

TEST(BinanceTime, AReplyThatIsNoTimeIsAnError) {
  for (const auto* json :
       {"{}", "[]", R"({"serverTime":"now"})", R"({"serverTime":1.5})", R"({"serverTime":null})",
        R"({"serverTime":9223372036854775807})", R"({"serverTime":-9223372036854775808})", R"({"serverTime":0})"}) {
    Counterpart counterpart;
    counterpart.then(json);
    const auto time = counterpart.talk(kBinance.peer.server_time());
    ASSERT_FALSE(time) << json;
    EXPECT_EQ(time.error().kind, ErrorKind::bad_response);
  }
}

// --- Prices ---

std::vector<std::string> read_tickers(std::string_view json) {
  Counterpart counterpart;
  counterpart.then(json);
  const auto tickers = counterpart.talk(kBinance.tickers());
  EXPECT_TRUE(tickers);
  std::vector<std::string> lines;
  for (const auto& ticker : *tickers) lines.push_back(ticker.base + "/" + ticker.quote + " " + ticker.last.text());
  return lines;
}

std::string ticker_of(std::string_view symbol) {
  const auto lines = read_tickers(R"([{"symbol":")" + std::string{symbol} + R"(","price":"1"}])");
  return lines.empty() ? "" : lines[0].substr(0, lines[0].find(' '));
}

TEST(BinanceTickers, KeepThePriceDigitByDigit) {
  EXPECT_THAT(
      read_tickers(R"([{"symbol":"BTCUSDT","price":"91234.56000000"},{"symbol":"PEPEUSDT","price":0.00000812}])"),
      ElementsAre("BTC/USDT 91234.56000000", "PEPE/USDT 0.00000812"));
}

TEST(BinanceTickers, SplitASymbolAtItsQuote) {
  EXPECT_EQ(ticker_of("BTCUSDT"), "BTC/USDT");
  EXPECT_EQ(ticker_of("BTCUSDC"), "BTC/USDC");
  EXPECT_EQ(ticker_of("BTCFDUSD"), "BTC/FDUSD");
  EXPECT_EQ(ticker_of("BTCTUSD"), "BTC/TUSD");
  EXPECT_EQ(ticker_of("BTCUSD1"), "BTC/USD1");
  EXPECT_EQ(ticker_of("USDTBRL"), "USDT/BRL");
  EXPECT_EQ(ticker_of("ETHBTC"), "ETH/BTC");
  EXPECT_EQ(ticker_of("BNBETH"), "BNB/ETH");
  EXPECT_EQ(ticker_of("SOLBNB"), "SOL/BNB");
  EXPECT_EQ(ticker_of("BTCEUR"), "BTC/EUR");
  EXPECT_EQ(ticker_of("USDTTRY"), "USDT/TRY");
  EXPECT_EQ(ticker_of("币安人生USDT"), "币安人生/USDT");
}

TEST(BinanceTickers, TellQuotesWithACommonEndFromEachOther) {
  EXPECT_EQ(ticker_of("FDUSDUSDT"), "FDUSD/USDT");
  EXPECT_EQ(ticker_of("USDCUSDT"), "USDC/USDT");
  EXPECT_EQ(ticker_of("BETHETH"), "BETH/ETH");
  EXPECT_EQ(ticker_of("WBTCBTC"), "WBTC/BTC");
  EXPECT_EQ(ticker_of("1000SATSFDUSD"), "1000SATS/FDUSD");
}

TEST(BinanceTickers, LeaveOutWhatCannotBeUsed) {
  EXPECT_EQ(ticker_of("BTCXYZ"), "") << "a quote that is not known";
  EXPECT_EQ(ticker_of("USDT"), "") << "no base";
  EXPECT_EQ(ticker_of(""), "");
  EXPECT_THAT(read_tickers(R"([{"symbol":"AUSDT","price":"0.00000000"},{"symbol":"BUSDT","price":"-1"},
                               {"symbol":"CUSDT","price":"NaN"},{"symbol":"DUSDT","price":"1e400"},
                               {"symbol":"EUSDT"},{"price":"1"},7,null,[],
                               {"symbol":"FUSDT","price":"1"}])"),
              ElementsAre("F/USDT 1"));
}

TEST(BinanceTickers, WithoutAListThereAreNone) {
  for (const auto* json : {"{}", R"({"symbol":"BTCUSDT","price":"1"})"}) {
    Counterpart counterpart;
    counterpart.then(json);
    const auto tickers = counterpart.talk(kBinance.tickers());
    ASSERT_FALSE(tickers);
    EXPECT_EQ(tickers.error().kind, ErrorKind::bad_response);
  }
}

}  // namespace
}  // namespace saldo::exchange
