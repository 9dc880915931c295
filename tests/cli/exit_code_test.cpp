#include "cli/exit_code.h"

#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace saldo::cli {
namespace {

Error error(ErrorKind kind) { return {.kind = kind, .message = "what happened", .until = {}}; }

TEST(ExitCode, PassingFailuresAreWorthAnotherRun) {
  for (const auto kind : {ErrorKind::network, ErrorKind::timeout, ErrorKind::no_price_source, ErrorKind::stopped,
                          ErrorKind::store_unavailable, ErrorKind::store_full, ErrorKind::banned})
    EXPECT_EQ(exit_code(error(kind)), ExitCode::try_again) << name(kind);
}

TEST(ExitCode, WhatSomebodyMustChangeIsConfiguration) {
  for (const auto kind :
       {ErrorKind::configuration, ErrorKind::store_newer, ErrorKind::store_damaged, ErrorKind::undecryptable_key})
    EXPECT_EQ(exit_code(error(kind)), ExitCode::configuration) << name(kind);
}

TEST(ExitCode, WhatWasTypedWrongIsUsage) {
  for (const auto kind : {ErrorKind::usage, ErrorKind::not_found, ErrorKind::unknown_exchange})
    EXPECT_EQ(exit_code(error(kind)), ExitCode::usage) << name(kind);
}

TEST(ExitCode, ABugIsABug) { EXPECT_EQ(exit_code(error(ErrorKind::internal)), ExitCode::bug); }

TEST(ExitCode, EveryKindHasOneAndNoneIsSuccess) {
  const std::set codes{ExitCode::usage, ExitCode::bug, ExitCode::try_again, ExitCode::configuration};
  for (const auto kind : all_error_kinds()) EXPECT_TRUE(codes.contains(exit_code(error(kind)))) << name(kind);
}

TEST(Report, SaysWhatHappenedAndWhatToDo) {
  std::ostringstream err;
  EXPECT_EQ(report(error(ErrorKind::store_full), err), ExitCode::try_again);
  EXPECT_EQ(err.str(), "saldo: what happened\n" + std::string{advice(ErrorKind::store_full)} + "\n");
}

}  // namespace
}  // namespace saldo::cli
