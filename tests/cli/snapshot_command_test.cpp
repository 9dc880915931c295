#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/terminal.h"

namespace saldo::cli {
namespace {

using testing::HasSubstr;

// What reaches an exchange is tested with the engine, and against the simulator; this is what does not get that far.
struct SnapshotCommandTest : testing::Test, Terminal {};

TEST_F(SnapshotCommandTest, AnUnknownExchangeIsUsage) {
  EXPECT_EQ(run({"snapshot", "--exchange", "nosuch"}), ExitCode::usage);
  EXPECT_THAT(err(), testing::AllOf(HasSubstr("nosuch"), HasSubstr("saldo exchanges")));
}

TEST_F(SnapshotCommandTest, AClosedOrFutureSlotIsUsageAndTheOpenOneIsNamed) {
  for (const auto* slot : {"2026-11-25T08:00Z", "2026-11-25T16:00Z", "2026-11-25T12:01Z", "yesterday"}) {
    EXPECT_EQ(run({"snapshot", "--slot", slot}), ExitCode::usage) << slot;
    EXPECT_THAT(err(), HasSubstr("2026-11-25T12:00:00Z")) << slot;
    EXPECT_EQ(out(), "");
  }
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "saldo.db"));
}

TEST_F(SnapshotCommandTest, WrongSettingsEndItBeforeAnythingIsWritten) {
  environment["SALDO_LIMIT_SHARE"] = "0";
  EXPECT_EQ(run({"snapshot"}), ExitCode::configuration);
  EXPECT_THAT(err(), HasSubstr("SALDO_LIMIT_SHARE"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "saldo.db"));
}

TEST_F(SnapshotCommandTest, ABadEncryptionKeyIsConfigurationAndNotShown) {
  environment["ENCRYPTION_KEY"] = "hunter2";
  EXPECT_EQ(run({"snapshot"}), ExitCode::configuration);
  EXPECT_THAT(err(), testing::AllOf(HasSubstr("ENCRYPTION_KEY"), testing::Not(HasSubstr("hunter2"))));
}

TEST_F(SnapshotCommandTest, WithoutAccountsItWarnsAndSaysWhatToDo) {
  EXPECT_EQ(run({"snapshot"}), ExitCode::done) << err();
  EXPECT_THAT(err(), testing::AllOf(HasSubstr("warning: no account is linked"), HasSubstr("saldo account add")));
  EXPECT_THAT(out(), HasSubstr("0 users"));
}

TEST_F(SnapshotCommandTest, WithoutAccountsTheJsonHasNoRate) {
  EXPECT_EQ(run({"snapshot", "--json"}), ExitCode::done) << err();
  EXPECT_THAT(out(), testing::AllOf(HasSubstr(R"("usd_brl":null)"), HasSubstr(R"("total":0)"),
                                    HasSubstr(R"("slot":"2026-11-25T13:30:00Z")"), HasSubstr(R"("errors":[])")));
}

TEST_F(SnapshotCommandTest, TheOpenSlotIsKnownByNameAndTime) {
  for (const auto* slot : {"current", "2026-11-25T12:00Z"}) {
    EXPECT_EQ(run({"snapshot", "--slot", slot, "--json"}), ExitCode::done) << err();
    EXPECT_THAT(out(), HasSubstr(R"("slot":"2026-11-25T12:00:00Z")"));
  }
}

}  // namespace
}  // namespace saldo::cli
