#include "core/text.h"

#include <gtest/gtest.h>

namespace saldo {
namespace {

TEST(Utf8, IsTakenWhereItIsWellFormed) {
  for (const auto* text : {"", "a", "\x7F", "\u0080", "\u07FF", "\u0800", "\uD7FF", "\uE000", "\uFFFF", "\U00010000",
                           "\U0010FFFF", "caf\u00e9 \U0001F4B0"})
    EXPECT_TRUE(is_utf8(text)) << text;
}

TEST(Utf8, IsRefusedWhereItIsBroken) {
  for (const auto* text : {"\x80", "\xC3", "\xC3\x28", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF0\x82\x82\xAC",
                           "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF", "a\xE2\x82"})
    EXPECT_FALSE(is_utf8(text)) << printable(text);
}

TEST(FirstCharacter, GivesItsCodeAndLength) {
  EXPECT_EQ(first_character("\u20ACx")->code, U'\u20AC');
  EXPECT_EQ(first_character("\u20ACx")->bytes, 3u);
  EXPECT_EQ(first_character(std::string_view{"\0", 1})->code, U'\0');
  EXPECT_FALSE(first_character(""));
}

TEST(Printable, KeepsWhatMayBeShown) {
  EXPECT_EQ(printable("S\u00e3o Paulo: R$ 5 \"ok\""), "S\u00e3o Paulo: R$ 5 \"ok\"");
}

TEST(Printable, EscapesWhatATerminalOrAReaderCouldFallFor) {
  EXPECT_EQ(printable("a\nb\r\tc\\n"), "a\\nb\\r\\tc\\\\n");
  EXPECT_EQ(printable("\x1b[31m\x7F\u009b"), "\\u001b[31m\\u007f\\u009b");
  EXPECT_EQ(printable("\u202egnp\u2069\u200f\u2028"), "\\u202egnp\\u2069\\u200f\\u2028");
  EXPECT_EQ(printable("a\xFFz\xE2\x82"), "a\\xffz\\xe2\\x82");
  EXPECT_EQ(printable(std::string_view{"\0", 1}), "\\u0000");
}

}  // namespace
}  // namespace saldo
