#include "cli/account_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/terminal.h"
#include "exchange/registry.h"

namespace saldo::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr auto kSecret = "hunter2";

GivenAccount account(std::string_view key = "key", std::string_view secret = kSecret) {
  GivenAccount account;
  account.id = {.user_id = "ana", .exchange = "binance", .label = ""};
  account.credentials.api_key = Secret{key};
  account.credentials.api_secret = Secret{secret};
  return account;
}

std::string refusal(const GivenAccount& given) {
  const auto checked = check_account(given);
  EXPECT_FALSE(checked);
  if (checked) return "accepted";
  EXPECT_EQ(checked.error().kind, ErrorKind::usage);
  EXPECT_THAT(checked.error().message, Not(HasSubstr(kSecret)));
  return checked.error().message;
}

// --- One account as JSON ---

TEST(ReadAccount, TakesEveryField) {
  const auto given = read_account(R"({"user_id":"ana","exchange_id":"okx","label":"2","api_key":"k","api_secret":"s",
                                      "passphrase":"p","uid":42,"something":"else"})");
  ASSERT_TRUE(given);
  EXPECT_EQ(given->id, (AccountId{.user_id = "ana", .exchange = "okx", .label = "2"}));
  EXPECT_EQ(given->credentials.api_key.reveal(), "k");
  EXPECT_EQ(given->credentials.api_secret.reveal(), "s");
  EXPECT_EQ(given->credentials.passphrase.reveal(), "p");
  EXPECT_EQ(given->credentials.uid, "42");
}

TEST(ReadAccount, LeavesEmptyWhatIsNotThere) {
  const auto given = read_account(R"({"api_key":null,"api_secret":{}})");
  ASSERT_TRUE(given);
  EXPECT_TRUE(given->credentials.api_key.empty());
  EXPECT_TRUE(given->credentials.api_secret.empty());
  EXPECT_EQ(given->id, AccountId{});
}

TEST(ReadAccount, ErrorsNeverShowWhatWasGiven) {
  for (const auto* text : {R"({"api_secret":"hunter2")", "hunter2", R"("hunter2")", R"(["hunter2"])",
                           R"({"api_secret":hunter2})", R"({"hunter2)"}) {
    const auto given = read_account(text);
    ASSERT_FALSE(given) << text;
    EXPECT_EQ(given.error().kind, ErrorKind::usage);
    EXPECT_THAT(given.error().message, Not(HasSubstr(kSecret))) << text;
  }
}

// --- Checks ---

TEST(CheckAccount, AcceptsWhatCouldWork) {
  EXPECT_TRUE(check_account(account()));
  auto labelled = account();
  labelled.id.label = "segunda conta é esta";
  EXPECT_TRUE(check_account(labelled));
}

TEST(CheckAccount, NamesTheFieldThatIsMissing) {
  EXPECT_EQ(refusal(account("", "s")), "api_key is missing");
  EXPECT_EQ(refusal(account("k", "")), "api_secret is missing");
  auto nobody = account();
  nobody.id.user_id = "";
  EXPECT_EQ(refusal(nobody), "user_id is missing");
  auto nowhere = account();
  nowhere.id.exchange = "";
  EXPECT_EQ(refusal(nowhere), "exchange_id is missing");
}

TEST(CheckAccount, NamesTheExchangeThatIsNotKnown) {
  auto unknown = account();
  unknown.id.exchange = "no\x1bsuch";
  EXPECT_THAT(refusal(unknown),
              testing::AllOf(HasSubstr("such"), HasSubstr("saldo exchanges"), Not(HasSubstr("\x1b"))));
  auto closed = account();
  closed.id.exchange = "novadax";
  EXPECT_THAT(refusal(closed), HasSubstr("closed down"));
}

TEST(CheckAccount, RefusesWhatWasCopiedBadly) {
  for (const auto* key : {"hunter2 ", " hunter2", "hun ter2", "hunter2\n", "hunter2\r", "hunter2\t", "hunter2\xc2\xa0",
                          "h\xc3\xbcnter2"}) {
    EXPECT_THAT(refusal(account(key, "s")), HasSubstr("api_key has blanks or characters")) << key;
    EXPECT_THAT(refusal(account("k", key)), HasSubstr("api_secret has blanks or characters")) << key;
  }
}

TEST(CheckAccount, RefusesKeysAndNamesWithoutEnd) {
  EXPECT_TRUE(check_account(account(std::string(8 * 1024, 'k'))));
  EXPECT_EQ(refusal(account(std::string(8 * 1024 + 1, 'k'))), "api_key is too long");
  auto named = account();
  named.id.user_id = std::string(128, 'u');
  EXPECT_TRUE(check_account(named));
  named.id.user_id += 'u';
  EXPECT_THAT(refusal(named), HasSubstr("at most 128 bytes"));
}

TEST(CheckAccount, NamesMustBePrintable) {
  for (const auto* text : {"ana\n", "a\x1b[2J", "\xff", "ana\xe2\x80\xae"}) {
    auto named = account();
    named.id.user_id = text;
    EXPECT_THAT(refusal(named), HasSubstr("printable")) << text;
    auto labelled = account();
    labelled.id.label = text;
    EXPECT_THAT(refusal(labelled), HasSubstr("printable")) << text;
  }
}

// A private key is a PEM file, with lines.
TEST(CheckAccount, ASecretMayBeAPemFile) {
  EXPECT_TRUE(check_account(account("k", "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQ\n-----END PRIVATE KEY-----\n")));
}

// --- Many accounts ---

TEST(ReadAccounts, ReadsALineEach) {
  const auto given = read_accounts(R"({"user_id":"ana","exchange_id":"binance","api_key":"a","api_secret":"s"}

{"user_id":"bia","exchange_id":"binance","api_key":"b","api_secret":"s"})"
                                   "\r\n   \n");
  ASSERT_TRUE(given) << given.error().message;
  std::vector<std::string> users;
  for (const auto& each : *given) users.push_back(each.id.user_id);
  EXPECT_THAT(users, ElementsAre("ana", "bia"));
}

TEST(ReadAccounts, OfNothingIsNothing) { EXPECT_TRUE(read_accounts("")->empty()); }

TEST(ReadAccounts, TellsEveryLineThatIsWrong) {
  const auto given = read_accounts(R"({"user_id":"ana","exchange_id":"binance","api_key":"a","api_secret":"hunter2"}
hunter2
{"user_id":"bia","exchange_id":"nosuch","api_key":"hunter2","api_secret":"hunter2"}
{"user_id":"caio","exchange_id":"binance","api_key":"hunter2"})");
  ASSERT_FALSE(given);
  EXPECT_EQ(given.error().kind, ErrorKind::usage);
  const auto& message = given.error().message;
  for (const auto* part : {"nothing was linked", "line 2: ", "line 3: ", "line 4: api_secret is missing"})
    EXPECT_THAT(message, HasSubstr(part));
  EXPECT_THAT(message, Not(HasSubstr("line 1")));
  EXPECT_THAT(message, Not(HasSubstr(kSecret)));
}

TEST(ReadAccounts, OfAThousandWrongLinesADozenIsEnough) {
  std::string lines;
  for (int i = 0; i < 1000; ++i) lines += "{}\n";
  const auto message = read_accounts(lines).error().message;
  EXPECT_THAT(message, HasSubstr("line 12:"));
  EXPECT_THAT(message, Not(HasSubstr("line 13:")));
}

// --- Asking a person ---

struct AskTest : testing::Test, Terminal {
  Result<Credentials> ask(const exchange::Exchange& exchange, const std::string& typed) {
    in = std::istringstream{typed};
    const Outside outside{.in = in,
                          .out = out_stream,
                          .err = err_stream,
                          .in_is_terminal = true,
                          .out_is_terminal = true,
                          .err_is_terminal = true,
                          .environment = environment,
                          .working_directory = folder.path(),
                          .hide_input = [this](bool now) { hidden.push_back(now); },
                          .clock = clock};
    return ask_for_credentials(exchange, outside);
  }
};

TEST_F(AskTest, HidesWhatIsTypedAndShowsInputAgain) {
  const auto credentials = ask(*exchange::find("binance"), "the key\nhunter2\n");
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->api_key.reveal(), "the key");
  EXPECT_EQ(credentials->api_secret.reveal(), kSecret);
  EXPECT_THAT(hidden, ElementsAre(true, false));
  EXPECT_THAT(err(), testing::AllOf(HasSubstr("Binance"), HasSubstr("API key"), HasSubstr("API secret"),
                                    Not(HasSubstr("Passphrase")), Not(HasSubstr(kSecret))));
  EXPECT_EQ(out(), "");
}

TEST_F(AskTest, AsksForAPassphraseWhereOneIsWanted) {
  auto exchange = *exchange::find("binance");
  exchange.wants_passphrase = true;
  EXPECT_EQ(ask(exchange, "k\ns\nthe phrase\n")->passphrase.reveal(), "the phrase");
}

TEST_F(AskTest, AnEndOfInputLeavesTheRestEmpty) {
  const auto credentials = ask(*exchange::find("binance"), "k");
  EXPECT_EQ(credentials->api_key.reveal(), "k");
  EXPECT_TRUE(credentials->api_secret.empty());
}

}  // namespace
}  // namespace saldo::cli
