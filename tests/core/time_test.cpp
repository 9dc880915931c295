#include "core/time.h"

#include <gtest/gtest.h>

namespace saldo {
namespace {

TEST(IsoTime, IsWrittenWithMillisecondsOnlyWhenThereAreAny) {
  EXPECT_EQ(iso_text(from_unix_ms(1795449600000)), "2026-11-23T16:00:00Z");
  EXPECT_EQ(iso_text(from_unix_ms(1795449600007)), "2026-11-23T16:00:00.007Z");
  EXPECT_EQ(iso_text(from_unix_ms(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(IsoTime, IsReadInItsUsualForms) {
  const auto expected = from_unix_ms(1795449600000);
  EXPECT_EQ(parse_iso_time("2026-11-23T16:00:00Z"), expected);
  EXPECT_EQ(parse_iso_time("2026-11-23T16:00Z"), expected);
  EXPECT_EQ(parse_iso_time("2026-11-23 16:00:00.000+00:00"), expected);
  EXPECT_EQ(parse_iso_time("2026-11-23T16:00:00.12Z"), from_unix_ms(1795449600120));
  EXPECT_EQ(parse_iso_time("2026-11-23"), from_unix_ms(1795449600000 - 16 * 3600 * 1000));
}

TEST(IsoTime, RefusesWhatIsNotAnInstantInUtc) {
  for (const auto* text :
       {"", "now", "2026-11-23T16:00:00", "2026-11-23T16:00:00-03:00", "2026-02-30", "2026-11-23T24:00Z",
        "2026-11-23T16:60Z", "2026-11-23T16:00:00.Z", "2026-11-23T16:00Zx", "-026-11-23"})
    EXPECT_EQ(parse_iso_time(text), std::nullopt) << text;
}

}  // namespace
}  // namespace saldo
