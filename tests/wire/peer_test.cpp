#include "wire/peer.h"

#include <array>
#include <optional>

#include <gtest/gtest.h>

namespace saldo::wire {
namespace {

using namespace std::chrono_literals;

constexpr std::array kTable{ErrorRow{"-1", "banned", ErrorKind::banned}, ErrorRow{"-1", "", ErrorKind::rate_limited},
                            ErrorRow{"", "region", ErrorKind::geo_blocked}};

TEST(Classify, TakesTheFirstRowThatFits) {
  EXPECT_EQ(classify(kTable, "-1", "you are banned until tomorrow"), ErrorKind::banned);
  EXPECT_EQ(classify(kTable, "-1", "slow down"), ErrorKind::rate_limited);
  EXPECT_EQ(classify(kTable, "-2", "not in your region"), ErrorKind::geo_blocked);
}

TEST(Classify, WhatNoRowKnowsIsABadResponse) {
  EXPECT_EQ(classify(kTable, "-2", "banned"), ErrorKind::bad_response);
  EXPECT_EQ(classify(kTable, "-11", ""), ErrorKind::bad_response);
  EXPECT_EQ(classify({}, "-1", "banned"), ErrorKind::bad_response);
}

TEST(ClassifyStatus, SaysNothingAgainstSuccess) {
  for (const int status : {200, 201, 204, 299}) EXPECT_EQ(classify_status(status), std::nullopt) << status;
}

TEST(ClassifyStatus, KnowsWhatServersMean) {
  EXPECT_EQ(classify_status(401), ErrorKind::invalid_key);
  EXPECT_EQ(classify_status(403), ErrorKind::banned);
  EXPECT_EQ(classify_status(418), ErrorKind::banned);
  EXPECT_EQ(classify_status(429), ErrorKind::rate_limited);
  EXPECT_EQ(classify_status(451), ErrorKind::geo_blocked);
  for (const int status : {502, 503, 504}) EXPECT_EQ(classify_status(status), ErrorKind::maintenance) << status;
  for (const int status : {199, 301, 400, 404, 500}) EXPECT_EQ(classify_status(status), ErrorKind::bad_response);
}

std::optional<Milliseconds> retry_after_of(std::string text) {
  return retry_after({.status = 429, .headers = {{"retry-after", std::move(text)}}, .body = {}});
}

TEST(RetryAfter, IsInSeconds) {
  EXPECT_EQ(retry_after_of("30"), 30s);
  EXPECT_EQ(retry_after_of("0"), 0s);
}

TEST(RetryAfter, IsNotBelievedBeyondThreeDays) {
  EXPECT_EQ(retry_after_of("259200"), 72h);
  EXPECT_EQ(retry_after_of("259201"), 72h);
}

TEST(RetryAfter, AnythingElseIsNone) {
  for (const auto* text : {"", "-1", "1.5", "30 ", "soon", "99999999999999999999", "Wed, 25 Nov 2026 12:00:00 GMT"})
    EXPECT_EQ(retry_after_of(text), std::nullopt) << text;
  EXPECT_EQ(retry_after({.status = 429, .headers = {}, .body = {}}), std::nullopt);
}

TEST(Shown, IsOneShortLineOfPlainCharacters) {
  EXPECT_EQ(shown("Invalid API-key."), "Invalid API-key.");
  EXPECT_EQ(shown("a\nb\x1b[31m\x7f\xc3\xa9"), "a?b?[31m???");
  EXPECT_EQ(shown(std::string(5000, 'x')), std::string(200, 'x'));
}

}  // namespace
}  // namespace saldo::wire
