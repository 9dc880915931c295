#include "core/error.h"

#include <set>

#include <gtest/gtest.h>

#include "core/result.h"

namespace saldo {
namespace {

TEST(ErrorKind, HasANameOfItsOwnThatLeadsBack) {
  std::set<std::string_view> names;
  for (const auto kind : all_error_kinds()) {
    EXPECT_TRUE(names.insert(name(kind)).second) << name(kind);
    EXPECT_EQ(name(kind).find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos) << name(kind);
    EXPECT_EQ(error_kind(name(kind)), kind);
  }
  EXPECT_EQ(error_kind("no_such_kind"), std::nullopt);
  EXPECT_EQ(error_kind(""), std::nullopt);
}

TEST(ErrorKind, SaysInASentenceWhatToDo) {
  for (const auto kind : all_error_kinds()) EXPECT_TRUE(advice(kind).ends_with('.')) << name(kind);
}

TEST(ErrorKind, IsPassingOrLasting) {
  EXPECT_EQ(nature(ErrorKind::timeout), Nature::passing);
  EXPECT_EQ(nature(ErrorKind::rate_limited), Nature::passing);
  EXPECT_EQ(nature(ErrorKind::stopped), Nature::passing);
  EXPECT_EQ(nature(ErrorKind::invalid_key), Nature::lasting);
  EXPECT_EQ(nature(ErrorKind::configuration), Nature::lasting);
}

TEST(ErrorKind, OutsideTheEnumIsABug) {
  EXPECT_DEATH((void)name(static_cast<ErrorKind>(all_error_kinds().size())), "an ErrorKind outside its enum");
}

TEST(Result, FailsWithAnError) {
  const Result<int> result = fail(ErrorKind::timeout, "no reply in 30 s");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error(), (Error{.kind = ErrorKind::timeout, .message = "no reply in 30 s", .until = {}}));
}

}  // namespace
}  // namespace saldo
