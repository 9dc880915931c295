#include "snapshot/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "snapshot/world.h"

namespace saldo::snapshot {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

struct ReaderTest : testing::Test, World {
  /// The first user's accounts, as the engine gets them.
  std::vector<LinkedAccount> linked() {
    const auto stream = memory_store.active_users({}).value();
    return stream->next(1).value().at(0).accounts;
  }
  std::vector<AccountOutcome> read(std::vector<LinkedAccount> links) {
    return clock.run_task(read_accounts(std::move(links), driver, keyring, clock));
  }
};

TEST_F(ReaderTest, ReadsEachAccountWithItsOwnKey) {
  link("ana");
  link("ana", "binance", "2");
  accounts.emplace("ana 2", balances(R"([{"asset":"ETH","free":"7","locked":"0"}])"));
  const auto outcomes = read(linked());
  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_EQ(outcomes[0].reading->wallets.at(0).balances.at(0).asset, "BTC");
  EXPECT_EQ(outcomes[1].reading->wallets.at(0).balances.at(0).asset, "ETH");
  EXPECT_THAT(outcomes[0].wallets, ElementsAre("spot"));
  EXPECT_EQ(outcomes[1].account.id.label, "2");
}

TEST_F(ReaderTest, ReadsAccountsSideBySide) {
  for (const auto* label : {"", "2", "3", "4"}) link("ana", "binance", label);
  latency = 1s;
  read(linked());
  EXPECT_EQ(clock.now() - test::kNoon, 2s) << "the server's clock, then all accounts at once";
}

TEST_F(ReaderTest, GivesTheExchangeItsNameForPeople) {
  link("ana");
  auto links = linked();
  EXPECT_EQ(read(links).at(0).account.exchange_name, "Binance");
  links[0].exchange_name = "The app's own name";
  EXPECT_EQ(read(links).at(0).account.exchange_name, "The app's own name");
}

TEST_F(ReaderTest, AsksTheAccountsOwnHost) {
  link("ana");
  database.accounts.begin()->second.state.host = "https://api.binance.example";
  read(linked());
  EXPECT_EQ(transport.sent_to("/api/v3/account").at(0).request.origin, "https://api.binance.example");
}

TEST_F(ReaderTest, AnUnknownExchangeIsAFailureAndAsksNobody) {
  link("ana", "nosuch");
  const auto outcomes = read(linked());
  EXPECT_EQ(outcomes.at(0).reading.error().kind, ErrorKind::unknown_exchange);
  EXPECT_THAT(outcomes.at(0).reading.error().message, HasSubstr("nosuch"));
  EXPECT_THAT(outcomes.at(0).wallets, ElementsAre("all"));
  EXPECT_TRUE(transport.sent().empty());
}

TEST_F(ReaderTest, AClosedExchangeIsSaidToBeClosed) {
  link("ana", "novadax");
  EXPECT_EQ(read(linked()).at(0).reading.error().kind, ErrorKind::exchange_closed);
}

TEST_F(ReaderTest, ADefectOfTheLinkIsPassedOn) {
  link("ana");
  auto links = linked();
  links[0].defect = Error{.kind = ErrorKind::unknown_exchange, .message = "switched off", .until = {}};
  EXPECT_EQ(read(links).at(0).reading.error().message, "switched off");
  EXPECT_TRUE(transport.sent().empty());
}

TEST_F(ReaderTest, CredentialsThatDoNotDecryptFailTheAccountAlone) {
  link("ana");
  link("ana", "binance", "2");
  database.accounts.begin()->second.credentials.api_secret = "not a token";
  const auto outcomes = read(linked());
  EXPECT_EQ(outcomes.at(0).reading.error().kind, ErrorKind::undecryptable_key);
  EXPECT_TRUE(outcomes.at(1).reading);
  EXPECT_EQ(account_requests(), 1U);
}

TEST_F(ReaderTest, ARefusedRequestIsInTheReadingOfItsWallet) {
  link("ana");
  any_account = invalid_key();
  const auto outcomes = read(linked());
  ASSERT_TRUE(outcomes.at(0).reading);
  EXPECT_EQ(outcomes.at(0).reading->wallets.at(0).error->kind, ErrorKind::invalid_key);
}

}  // namespace
}  // namespace saldo::snapshot
