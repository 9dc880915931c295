#include "snapshot/user_source.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "snapshot/world.h"

namespace saldo::snapshot {
namespace {

struct UserSourceTest : testing::Test, World {
  UserSource source{store, {.slot = {}, .user_ids = {}}};
  std::vector<std::string> taken;
  int failed = 0;

  Task<> take_all() {
    while (true) {
      auto user = co_await source.next();
      if (!user) ++failed;
      if (!user || !*user) co_return;
      taken.push_back((*user)->user_id);
    }
  }
  void take_with(int takers) {
    for (int i = 0; i < takers; ++i) clock.spawn(take_all());
    clock.run();
  }
  std::ptrdiff_t pages() const { return std::ranges::count(database.calls, "next"); }
};

TEST_F(UserSourceTest, WithoutUsersItEndsAtOnce) {
  take_with(3);
  EXPECT_TRUE(taken.empty());
  EXPECT_EQ(pages(), 1);
}

TEST_F(UserSourceTest, GivesEachUserOnceInOrderHoweverManyTake) {
  link_users(1000);
  take_with(300);
  ASSERT_EQ(taken.size(), 1000U);
  EXPECT_TRUE(std::ranges::is_sorted(taken));
  EXPECT_TRUE(std::ranges::adjacent_find(taken) == taken.end());
}

TEST_F(UserSourceTest, ReadsPageByPageThroughOneStream) {
  link_users(1000);
  take_with(7);
  EXPECT_EQ(pages(), 5);
  EXPECT_EQ(std::ranges::count(database.calls, "active_users"), 1);
}

TEST_F(UserSourceTest, HoldsNoMoreThanAPage) {
  link_users(1000);
  for (int i = 0; i < 256; ++i) clock.run_task(source.next());
  EXPECT_EQ(pages(), 1);
}

TEST_F(UserSourceTest, AfterAFailureEveryCallFails) {
  link_users(600);
  database.fault = [this](std::string_view call) -> std::optional<Error> {
    if (call != "next" || pages() < 2) return {};
    return Error{.kind = ErrorKind::store_unavailable, .message = "gone", .until = {}};
  };
  take_with(5);
  EXPECT_EQ(taken.size(), 256U);
  EXPECT_EQ(failed, 5);
  EXPECT_EQ(pages(), 2);
  EXPECT_EQ(clock.run_task(source.next()).error().kind, ErrorKind::store_unavailable);
}

TEST_F(UserSourceTest, AStreamThatCannotBeOpenedIsAFailure) {
  link("ana");
  database.fault = [](std::string_view call) -> std::optional<Error> {
    if (call != "active_users") return {};
    return Error{.kind = ErrorKind::store_damaged, .message = "broken", .until = {}};
  };
  take_with(2);
  EXPECT_EQ(failed, 2);
}

}  // namespace
}  // namespace saldo::snapshot
