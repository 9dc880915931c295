#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "sim/faults.h"

namespace sim {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxRules = 1000;
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kThousandths = 1000;

/// A field with a whole number. Without `fallback` it must be given.
struct AmountField {
  std::string_view name;
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::optional<std::int64_t> fallback;
  /// What is stored for one in the file: 1000 lets a file say 1.5.
  std::int64_t scale = 1;
};

struct TextField {
  std::string_view name;
  bool required = false;
};

struct KindSpec {
  std::string_view name;
  FaultKind kind;
  AmountField amount;
  TextField text;
};

const std::array kKinds = {
    KindSpec{"http_error", FaultKind::http_error, {"status", 300, 599, {}}, {"body", false}},
    KindSpec{"exchange_error", FaultKind::exchange_error, {}, {"code", true}},
    KindSpec{"latency", FaultKind::latency, {"ms", 0, 600'000, {}}, {}},
    KindSpec{"half_body", FaultKind::half_body, {}, {}},
    KindSpec{"broken_json", FaultKind::broken_json, {}, {}},
    KindSpec{"deep_json", FaultKind::deep_json, {"depth", 1, 10'000'000, 100'000}, {}},
    KindSpec{"huge_body", FaultKind::huge_body, {"bytes", 1, 1'000'000'000'000, {}}, {}},
    KindSpec{"invalid_utf8", FaultKind::invalid_utf8, {}, {}},
    KindSpec{"number", FaultKind::number, {}, {"text", true}},
    KindSpec{"html", FaultKind::html, {"status", 200, 599, 200}, {}},
    KindSpec{"drop_connection", FaultKind::drop_connection, {}, {}},
    KindSpec{"stall", FaultKind::stall, {}, {}},
    KindSpec{"slow_drip", FaultKind::slow_drip, {"ms", 1, 60'000, 100}, {}},
    KindSpec{"maintenance", FaultKind::maintenance, {}, {}},
    KindSpec{"clock_skew", FaultKind::clock_skew, {"ms", -1000 * kDayMs, 1000 * kDayMs, {}}, {}},
    KindSpec{"wallet_down", FaultKind::wallet_down, {}, {"wallet", true}},
    KindSpec{"rate_down", FaultKind::rate_down, {}, {}},
    KindSpec{"rate_jump", FaultKind::rate_jump, {"factor", 1, 1'000'000, {}, kThousandths}, {}},
    KindSpec{"rate_stale", FaultKind::rate_stale, {"hours", 0, 1'000'000, {}}, {}},
};

/// Reads one JSON object field by field, keeps the first complaint and knows which fields nobody asked for.
class Reader {
 public:
  Reader(const json::object& object, std::string where, std::string& error)
      : object_(object), where_(std::move(where)), error_(error) {}

  void complain(std::string_view message) {
    if (error_.empty()) error_ = fmt::format("{}: {}", where_, message);
  }

  const json::value* take(std::string_view name) {
    taken_.insert(name);
    return object_.if_contains(json::string_view(name.data(), name.size()));
  }

  /// Text; a number is taken as it reads.
  std::optional<std::string> text(std::string_view name) {
    const json::value* value = take(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) return std::string(value->get_string());
    if (value->is_int64() || value->is_uint64()) return json::serialize(*value);
    complain(fmt::format("\"{}\" must be a text", name));
    return std::nullopt;
  }

  std::optional<double> number(std::string_view name, double least, double most) {
    const json::value* value = take(name);
    if (value == nullptr) return std::nullopt;
    json::error_code failed;
    const double given = value->is_number() ? value->to_number<double>(failed) : std::nan("");
    if (given >= least && given <= most) return given;
    complain(fmt::format("\"{}\" must be a number from {} to {}", name, least, most));
    return std::nullopt;
  }

  std::optional<std::int64_t> integer(const AmountField& field) {
    const double scale = static_cast<double>(field.scale);
    const auto given =
        number(field.name, static_cast<double>(field.least) / scale, static_cast<double>(field.most) / scale);
    if (!given) return field.fallback;
    if (field.scale == 1 && std::floor(*given) != *given)
      complain(fmt::format("\"{}\" must be a whole number", field.name));
    return std::llround(*given * scale);
  }

  std::vector<std::string> texts(std::string_view name) {
    const json::value* value = take(name);
    if (value == nullptr) return {};
    std::vector<std::string> out;
    if (!value->is_array() || value->get_array().empty())
      complain(fmt::format("\"{}\" must be a list of texts", name));
    else
      for (const json::value& item : value->get_array()) {
        if (item.is_string())
          out.emplace_back(item.get_string());
        else
          complain(fmt::format("\"{}\" must be a list of texts", name));
      }
    return out;
  }

  void refuse_the_rest() {
    for (const auto& [name, value] : object_)
      if (!taken_.contains(std::string_view(name.data(), name.size())))
        complain(fmt::format("unknown field \"{}\"", std::string_view(name.data(), name.size())));
  }

 private:
  const json::object& object_;
  std::string where_;
  std::string& error_;
  std::set<std::string_view> taken_;
};

FaultMatch read_match(const json::object& object, const std::string& where, std::string& error) {
  constexpr std::int64_t kLongestMs = 3650 * kDayMs;
  Reader reader(object, where + ".match", error);
  FaultMatch match;
  match.exchange = reader.text("exchange").value_or("");
  match.path_prefix = reader.text("path").value_or("");
  match.users = reader.texts("users");
  if (auto user = reader.text("user")) match.users.push_back(*user);
  match.user_fraction = reader.number("user_fraction", 0, 1);
  match.probability = reader.number("p", 0, 1);
  match.from_ms = reader.integer({"from_ms", 0, kLongestMs, {}});
  match.until_ms = reader.integer({"until_ms", 0, kLongestMs, {}});
  match.first = reader.integer({"first", 0, 1'000'000'000, {}});
  reader.refuse_the_rest();
  return match;
}

Fault read_fault(Reader& reader) {
  const std::string name = reader.text("kind").value_or("");
  const auto* spec = std::ranges::find(kKinds, name, &KindSpec::name);
  if (spec == kKinds.end()) {
    reader.complain(name.empty() ? "\"kind\" is missing" : fmt::format("unknown kind \"{}\"", name));
    return {};
  }
  Fault fault{.kind = spec->kind, .amount = 0};
  if (!spec->amount.name.empty()) {
    const auto amount = reader.integer(spec->amount);
    if (!amount) reader.complain(fmt::format("\"{}\" is missing", spec->amount.name));
    fault.amount = amount.value_or(0);
  }
  if (!spec->text.name.empty()) {
    const auto given = reader.text(spec->text.name);
    if (!given && spec->text.required) reader.complain(fmt::format("\"{}\" is missing", spec->text.name));
    fault.text = given.value_or("");
  }
  return fault;
}

FaultRule read_rule(const json::value& value, const std::string& where, std::string& error) {
  FaultRule rule;
  if (!value.is_object()) {
    if (error.empty()) error = where + ": must be an object";
    return rule;
  }
  Reader reader(value.get_object(), where, error);
  rule.fault = read_fault(reader);
  if (const json::value* match = reader.take("match")) {
    if (match->is_object())
      rule.match = read_match(match->get_object(), where, error);
    else
      reader.complain("\"match\" must be an object");
  }
  if (error.empty()) reader.refuse_the_rest();
  return rule;
}

/// The list of rules in a document; null with `error` set when it is not one.
const json::array* rules_in(const json::value& document, std::string& error) {
  static const json::array kNone;
  if (document.is_array()) return &document.get_array();
  if (!document.is_object()) {
    error = "faults: must be an object with \"rules\" or a list of rules";
    return nullptr;
  }
  Reader reader(document.get_object(), "faults", error);
  const json::value* rules = reader.take("rules");
  reader.refuse_the_rest();
  if (rules == nullptr) return &kNone;
  if (rules->is_array()) return &rules->get_array();
  reader.complain("\"rules\" must be a list");
  return nullptr;
}

}  // namespace

std::expected<std::vector<FaultRule>, std::string> parse_faults(std::string_view text) {
  json::error_code failed;
  const json::value document = json::parse(json::string_view(text.data(), text.size()), failed);
  if (failed) return std::unexpected("faults: not JSON: " + failed.message());
  std::string error;
  const json::array* array = rules_in(document, error);
  if (!error.empty()) return std::unexpected(error);
  if (array->size() > kMaxRules) return std::unexpected(fmt::format("faults: more than {} rules", kMaxRules));
  std::vector<FaultRule> rules;
  for (const json::value& value : *array)
    rules.push_back(read_rule(value, fmt::format("rules[{}]", rules.size()), error));
  if (!error.empty()) return std::unexpected(error);
  return rules;
}

}  // namespace sim
