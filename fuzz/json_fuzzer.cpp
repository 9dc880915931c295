// JsonDocument::parse accepts exactly what Boost.JSON accepts as strict JSON, and what it accepted reads back the same.
//
// Where the two may differ:
// - The root of ours is an object or an array; Boost takes any value.
// - Boost turns numbers into doubles and refuses exponents that it cannot hold; ours keeps the text and takes them.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include <boost/json/parse.hpp>

#include "core/check.h"
#include "core/text.h"
#include "wire/json.h"

namespace saldo::wire {
namespace {

namespace json = boost::json;

enum class Verdict { accepted, refused, undecided };

Verdict verdict_of_boost(std::string_view text) {
  json::parse_options options;
  options.max_depth = JsonDocument::kDepthMax;
  json::error_code error;
  const auto value = json::parse({text.data(), text.size()}, error, {}, options);
  if (error == json::error::exponent_overflow) return Verdict::undecided;
  if (error || !value.is_structured()) return Verdict::refused;
  return Verdict::accepted;
}

std::string whole(const JsonDocument& document) { return document.root().raw(std::numeric_limits<std::size_t>::max()); }

void check_round_trip(const JsonDocument& document) {
  const auto text = whole(document);
  check(is_utf8(text), "JSON that is not UTF-8");
  const auto again = JsonDocument::parse(text);
  check(again.has_value(), "JSON of our own that does not read back");
  check(whole(*again) == text, "JSON that changes when it reads back");
}

void try_text(std::string_view text) {
  const auto document = JsonDocument::parse(text);
  const auto boost = verdict_of_boost(text);
  if (boost != Verdict::undecided)
    check(document.has_value() == (boost == Verdict::accepted), "Boost.JSON says otherwise");
  if (document) check_round_trip(*document);
}

}  // namespace
}  // namespace saldo::wire

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  saldo::wire::try_text({reinterpret_cast<const char*>(data), size});
  return 0;
}
