#include "wire/flow.h"

#include <gtest/gtest.h>

namespace saldo::wire {
namespace {

constexpr Endpoint kPage{.path = "/page"};
constexpr Endpoint kOther{.path = "/other"};

Result<Reply> reply(std::string_view json) { return Reply{*JsonDocument::parse(json)}; }

Flow<std::string> one_page(std::string number) {
  Parameters query{{"page", number}};
  const auto answer = co_await ask(ask_for(kPage, std::move(query)));
  if (!answer) co_return answer.error();
  co_return std::string{*answer->root().text("text")};
}

Flow<std::string> two_pages() {
  std::string all;
  for (const char* number : {"1", "2"}) {
    const auto page = co_await one_page(number);
    if (!page) co_return page.error();
    all += *page;
  }
  co_return all;
}

Flow<std::size_t> both_at_once() {
  std::vector<Ask> asks;
  asks.push_back(ask_for(kPage));
  asks.push_back(ask_for(kOther));
  const auto replies = co_await ask_all(std::move(asks));
  std::size_t good = 0;
  for (const auto& each : replies) good += each.has_value() ? 1 : 0;
  co_return good;
}

std::vector<Result<Reply>> answers(Result<Reply> only) {
  std::vector<Result<Reply>> replies;
  replies.push_back(std::move(only));
  return replies;
}

TEST(Flow, AsksOneAfterTheOtherThroughNestedFlows) {
  Conversation<std::string> talk{two_pages()};
  ASSERT_FALSE(talk.done());
  EXPECT_EQ(talk.asks()[0].draft.query.encoded(), "page=1");
  talk.answer(answers(reply(R"({"text":"a"})")));
  ASSERT_FALSE(talk.done());
  EXPECT_EQ(talk.asks()[0].draft.query.encoded(), "page=2");
  talk.answer(answers(reply(R"({"text":"b"})")));
  ASSERT_TRUE(talk.done());
  EXPECT_EQ(talk.result(), "ab");
}

TEST(Flow, AnErrorEndsItWhereTheFlowSaysSo) {
  Conversation<std::string> talk{two_pages()};
  talk.answer(answers(fail(ErrorKind::timeout, "late")));
  ASSERT_TRUE(talk.done());
  EXPECT_EQ(talk.result().error().kind, ErrorKind::timeout);
}

TEST(Flow, AsksTogetherWhatDoesNotDependOnEachOther) {
  Conversation<std::size_t> talk{both_at_once()};
  ASSERT_EQ(talk.asks().size(), 2U);
  std::vector<Result<Reply>> replies;
  replies.push_back(reply("{}"));
  replies.push_back(fail(ErrorKind::network, "cut"));
  talk.answer(std::move(replies));
  EXPECT_EQ(talk.result(), 1U);
}

TEST(Flow, MayBeLeftInTheMiddle) {
  Conversation<std::string> talk{two_pages()};
  EXPECT_FALSE(talk.done());
}

}  // namespace
}  // namespace saldo::wire
