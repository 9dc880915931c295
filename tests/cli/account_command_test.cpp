#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/terminal.h"

namespace saldo::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr auto kKeys = R"({"api_key":"thekey","api_secret":"hunter2"})";

struct AccountCommandTest : testing::Test, Terminal {
  ExitCode add(const std::vector<std::string>& more = {}, const std::string& typed = kKeys) {
    std::vector<std::string> arguments{"account", "add", "binance"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments, typed);
  }
  std::string listed(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"account", "list"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    EXPECT_EQ(run(arguments), ExitCode::done);
    return out();
  }
  std::string all_bytes(const std::string& name) {
    std::ifstream file{folder.path() / name, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
  }
};

TEST_F(AccountCommandTest, LinksKeysFromStandardInput) {
  EXPECT_EQ(add(), ExitCode::done) << err();
  EXPECT_EQ(out(), "");
  EXPECT_THAT(err(), testing::AllOf(HasSubstr("Linked binance for me"), HasSubstr("saldo snapshot")));
  EXPECT_THAT(listed(), testing::AllOf(HasSubstr("me"), HasSubstr("binance"), HasSubstr("2026-11-25 13:30")));
}

TEST_F(AccountCommandTest, LinksKeysFromAFile) {
  EXPECT_EQ(add({"--from", write_file("keys.json", kKeys), "--user", "ana", "--label", "2"}, ""), ExitCode::done);
  EXPECT_THAT(listed(), testing::AllOf(HasSubstr("ana"), HasSubstr("2")));
}

TEST_F(AccountCommandTest, AsksAtATerminal) {
  at_keyboard = true;
  EXPECT_EQ(add({}, "thekey\nhunter2\n"), ExitCode::done) << err();
  EXPECT_THAT(err(), HasSubstr("API secret"));
  EXPECT_EQ(hidden.size(), 2U);
}

TEST_F(AccountCommandTest, KeysAreNowhereInTheClear) {
  add();
  EXPECT_THAT(err(), testing::AllOf(Not(HasSubstr("hunter2")), Not(HasSubstr("thekey"))));
  const auto list = listed({"--json"}) + listed();
  EXPECT_THAT(list, testing::AllOf(Not(HasSubstr("hunter2")), Not(HasSubstr("thekey"))));
  EXPECT_THAT(all_bytes("saldo.db"), testing::AllOf(Not(HasSubstr("hunter2")), Not(HasSubstr("thekey"))));
}

TEST_F(AccountCommandTest, BadKeysLinkNothingAndAreNotShown) {
  for (const auto* typed : {"", "hunter2", "{}", R"({"api_key":"k"})", R"({"api_key":"hun ter2","api_secret":"s"})"}) {
    EXPECT_EQ(add({}, typed), ExitCode::usage) << typed;
    EXPECT_THAT(err(), Not(HasSubstr("hunter2"))) << typed;
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "saldo.db")) << typed;
  }
}

TEST_F(AccountCommandTest, AnUnknownExchangeIsNamedBeforeKeysAreAskedFor) {
  at_keyboard = true;
  EXPECT_EQ(run({"account", "add", "nosuch"}, "k\ns\n"), ExitCode::usage);
  EXPECT_THAT(err(), testing::AllOf(HasSubstr("nosuch"), HasSubstr("saldo exchanges")));
  EXPECT_TRUE(hidden.empty());
}

TEST_F(AccountCommandTest, AFileThatIsNotThereIsNamed) {
  EXPECT_EQ(add({"--from", "/nonexistent/keys.json"}), ExitCode::usage);
  EXPECT_THAT(err(), HasSubstr("/nonexistent/keys.json"));
}

TEST_F(AccountCommandTest, ImportsManyLines) {
  const auto file = write_file("accounts.jsonl",
                               R"({"user_id":"ana","exchange_id":"binance","api_key":"a","api_secret":"s"}
{"user_id":"bia","exchange_id":"binance","api_key":"b","api_secret":"s"}
)");
  EXPECT_EQ(run({"account", "import", file}), ExitCode::done) << err();
  EXPECT_THAT(err(), HasSubstr("Linked 2 accounts"));
  EXPECT_THAT(listed(), testing::AllOf(HasSubstr("ana"), HasSubstr("bia")));
}

TEST_F(AccountCommandTest, ImportsFromStandardInput) {
  EXPECT_EQ(
      run({"account", "import", "-"}, R"({"user_id":"ana","exchange_id":"binance","api_key":"a","api_secret":"s"})"),
      ExitCode::done);
  EXPECT_THAT(err(), HasSubstr("Linked 1 account in"));
}

TEST_F(AccountCommandTest, OneWrongLineImportsNothing) {
  EXPECT_EQ(run({"account", "import", "-"}, R"({"user_id":"ana","exchange_id":"binance","api_key":"a","api_secret":"s"}
{"user_id":"bia","exchange_id":"binance","api_key":"hunter2"})"),
            ExitCode::usage);
  EXPECT_THAT(err(), testing::AllOf(HasSubstr("line 2: api_secret is missing"), Not(HasSubstr("hunter2"))));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "saldo.db"));
}

TEST_F(AccountCommandTest, ListsMoreThanAPage) {
  std::string lines;
  for (int i = 0; i < 1001; ++i)
    lines += R"({"user_id":"user)" + std::to_string(10000 + i) +
             R"(","exchange_id":"binance","api_key":"k","api_secret":"s"})" + "\n";
  EXPECT_EQ(run({"account", "import", "-"}, lines), ExitCode::done);
  const auto list = listed();
  EXPECT_EQ(std::ranges::count(list, '\n'), 1002);
  EXPECT_THAT(list, testing::AllOf(HasSubstr("user10000"), HasSubstr("user10500"), HasSubstr("user11000")));
}

TEST_F(AccountCommandTest, ListsAsJson) {
  add({"--user", "ana"});
  EXPECT_THAT(listed({"--json"}),
              testing::AllOf(HasSubstr(R"("user_id":"ana")"), HasSubstr(R"("exchange":"binance")"),
                             HasSubstr(R"("created_at":"2026-11-25T13:30:00Z")"), HasSubstr(R"("last_failure":null)")));
}

TEST_F(AccountCommandTest, WithoutAccountsTheListSaysWhatToDo) {
  EXPECT_THAT(listed(), HasSubstr("saldo account add"));
  EXPECT_EQ(listed({"--json"}), "[]\n");
}

TEST_F(AccountCommandTest, AKeyIsNotLinkedTwice) {
  add({"--user", "ana"});
  EXPECT_EQ(add({"--user", "ana", "--label", "2"}), ExitCode::usage);
  EXPECT_THAT(err(), HasSubstr("already linked as binance"));
  EXPECT_EQ(add({"--user", "ana"}), ExitCode::done);
  EXPECT_THAT(err(), HasSubstr("Replaced the key of binance for ana"));
}

TEST_F(AccountCommandTest, NoKeyIsMadeForADatabaseThatHasLostIts) {
  add({"--user", "ana"});
  std::filesystem::remove(folder.path() / "saldo.db.key");
  EXPECT_EQ(add({"--user", "bia"}), ExitCode::configuration);
  EXPECT_THAT(err(), HasSubstr("is missing, and the stored credentials need it"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "saldo.db.key"));
}

TEST_F(AccountCommandTest, RemovesTheOneThatIsMeant) {
  add({"--user", "ana"});
  add({"--user", "ana", "--label", "2"}, R"({"api_key":"anotherkey","api_secret":"hunter2"})");
  EXPECT_EQ(run({"account", "remove", "binance", "--user", "ana", "--label", "2"}), ExitCode::done);
  EXPECT_THAT(err(), HasSubstr("Removed binance 2 of ana. Its history stays."));
  EXPECT_EQ(run({"account", "remove", "binance", "--user", "ana", "--label", "2"}), ExitCode::usage);
  EXPECT_THAT(err(), HasSubstr("ana has no account binance 2"));
  EXPECT_THAT(listed({"--json"}), Not(HasSubstr(R"("label":"2")")));
}

}  // namespace
}  // namespace saldo::cli
