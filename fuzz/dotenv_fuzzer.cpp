// Any bytes give entries and errors that make sense, and a value that is written back in quotes is read again.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/check.h"
#include "core/dotenv.h"
#include "core/text.h"

namespace saldo {
namespace {

const Environment kEnvironment{{"HOME", "/home/ana"}, {"EMPTY", ""}};

std::string quoted(std::string_view value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

void check_entry(const DotenvEntry& entry, int lines) {
  check(!entry.name.empty() && is_utf8(entry.name), "a name that is none");
  check(entry.line >= 1 && entry.line <= lines, "a line that the text does not have");
  if (!entry.value) return;
  check(is_utf8(*entry.value) && entry.value->size() <= kDotenvValueBytesMax, "a value that is none");
  if (entry.value->contains("${") || entry.value->contains('\r')) return;
  const auto again = parse_dotenv("A=" + quoted(*entry.value), kEnvironment);
  check(again.errors.empty() && again.entries.size() == 1, "a quoted value that is not one entry");
  check(again.entries.front().value == entry.value, "a quoted value that is read as another");
}

void try_text(std::string_view text) {
  const auto dotenv = parse_dotenv(text, kEnvironment);
  const auto lines = 1 + static_cast<int>(std::ranges::count_if(text, [](char c) { return c == '\n' || c == '\r'; }));
  for (const auto& entry : dotenv.entries) check_entry(entry, lines);
  for (const auto& error : dotenv.errors) check(error.line >= 1 && error.line <= lines, "an error outside the text");
}

}  // namespace
}  // namespace saldo

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  saldo::try_text({reinterpret_cast<const char*>(data), size});
  return 0;
}
