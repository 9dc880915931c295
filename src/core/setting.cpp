#include "core/setting.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/check.h"
#include "core/endpoints.h"
#include "core/text.h"

namespace saldo {
namespace {

constexpr std::size_t kShownBytesMax = 200;
constexpr std::string_view kPrefix = "SALDO_";
constexpr std::string_view kEnvironment = "the environment";

std::string shown(const Setting& setting, std::string_view value) {
  if (setting.is_secret()) return {};
  return printable(value.substr(0, kShownBytesMax)) + (value.size() > kShownBytesMax ? "..." : "");
}

const Setting* find_setting(std::string_view name) {
  const auto* found = std::ranges::find(kSettings, name, &Setting::name);
  return found == kSettings.end() ? nullptr : found;
}

std::string listed(const Setting& setting, std::string_view suffix) {
  std::string list;
  for (const auto choice : setting.choices)
    if (!choice.empty()) list += fmt::format("{}{}{}", list.empty() ? "" : ", ", choice, suffix);
  return list;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

bool is_choice(const Setting& setting, std::string_view text) {
  return !text.empty() && std::ranges::find(setting.choices, text) != setting.choices.end();
}

bool has_scheme(const Setting& setting, std::string_view text) {
  const auto end = text.find("://");
  return end != std::string_view::npos && end + 3 < text.size() && is_choice(setting, text.substr(0, end));
}

/// What is wrong with a value that is set; nothing when it is right.
std::optional<std::string> defect(const Setting& setting, std::string_view text) {
  switch (setting.kind) {
    case SettingKind::integer: {
      const auto value = parse_integer(text);
      if (value && *value >= setting.min && *value <= setting.max) return {};
      return fmt::format("must be a whole number from {} to {}", setting.min, setting.max);
    }
    case SettingKind::choice:
      if (is_choice(setting, text)) return {};
      return "must be one of " + listed(setting, "");
    case SettingKind::url:
      if (has_scheme(setting, text)) return {};
      return "must begin with one of " + listed(setting, "://");
    case SettingKind::text:
    case SettingKind::path:
    case SettingKind::secret: return {};
  }
  check(false, "a SettingKind outside its enum");
  return {};
}

/// How many characters to insert, delete or replace to turn one word into the other (Levenshtein).
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

/// "unknown setting; did you mean SALDO_LIMIT_SHARE?"
std::string unknown_reason(std::string_view name) {
  constexpr std::size_t kNameBytesMax = 64;
  constexpr std::size_t kNear = 4;
  std::string reason = "unknown setting";
  if (name.size() > kNameBytesMax) return reason;
  const auto nearest = std::ranges::min(kSettings, {}, [&](const Setting& s) { return distance(name, s.name); }).name;
  if (distance(name, nearest) <= kNear) reason += fmt::format("; did you mean {}?", nearest);
  return reason;
}

bool is_unknown(std::string_view name) { return name.starts_with(kPrefix) && find_setting(name) == nullptr; }

std::vector<Problem> check_egress(const Settings& settings) {
  const std::string& address = settings.text("SALDO_EGRESS");
  in6_addr parsed{};
  const bool is_address =
      ::inet_pton(AF_INET, address.c_str(), &parsed) == 1 || ::inet_pton(AF_INET6, address.c_str(), &parsed) == 1;
  if (address.empty() || is_address) return {};
  return {settings.problem("SALDO_EGRESS", "must be one address of this machine, such as 192.0.2.7")};
}

/// SALDO_ENDPOINTS, and SALDO_LIMITS=off, which must never reach a real exchange.
std::vector<Problem> check_endpoints(const Settings& settings) {
  const auto endpoints = parse_endpoints(settings.text("SALDO_ENDPOINTS"));
  std::vector<Problem> problems;
  if (!endpoints) {
    for (const auto& reason : endpoints.error()) problems.push_back(settings.problem("SALDO_ENDPOINTS", reason));
    return problems;
  }
  if (settings.text("SALDO_LIMITS") != "off") return problems;
  if (endpoints->empty())
    problems.push_back(settings.problem("SALDO_LIMITS", "needs SALDO_ENDPOINTS, with every endpoint on loopback"));
  for (const auto& [name, origin] : *endpoints)
    if (!is_loopback(origin))
      problems.push_back(settings.problem("SALDO_LIMITS", fmt::format("{} is not on loopback: {}", name, origin)));
  return problems;
}

std::vector<Problem> check_store(const Settings& settings) {
  if (!settings.secret("MONGODB_URI").empty() || !settings.text("SALDO_DATABASE").empty()) return {};
  return {settings.problem("SALDO_DATABASE", "must be set: neither XDG_DATA_HOME nor HOME says where it would be")};
}

}  // namespace

/// Builds Settings, and collects what is wrong on the way.
class SettingsLoader {
 public:
  explicit SettingsLoader(SettingSources sources)
      : sources_(std::move(sources)), dotenv_(parse_dotenv(sources_.dotenv, sources_.environment)) {
    for (const auto& flag : sources_.flags)
      check(!kSettings[flag.setting.index()].is_secret(), "a secret among the command line's values");
  }
  SettingsLoader(const SettingsLoader&) = delete;
  SettingsLoader& operator=(const SettingsLoader&) = delete;

  ~SettingsLoader() {
    wipe(sources_.dotenv);
    for (auto& entry : dotenv_.entries)
      if (entry.value) wipe(*entry.value);
    for (auto& [name, value] : sources_.environment) wipe(value);
  }

  std::expected<Settings, std::vector<Problem>> load(std::span<const SettingsCheck> checks) {
    report_dotenv();
    report_unknown_environment();
    for (std::size_t i = 0; i < kSettings.size(); ++i) settings_.values_.push_back(resolve(i));
    append(check_endpoints(settings_));
    append(check_store(settings_));
    append(check_egress(settings_));
    report_unused();
    for (const auto& look : checks) append(look(settings_));
    if (!problems_.empty()) return std::unexpected(std::move(problems_));
    return std::move(settings_);
  }

 private:
  struct Given {
    std::string_view value;
    std::string origin;
  };

  void append(std::vector<Problem> problems) { std::ranges::move(problems, std::back_inserter(problems_)); }

  static std::string line_origin(int line) { return fmt::format(".env line {}", line); }

  void report_dotenv() {
    for (const auto& error : dotenv_.errors)
      problems_.push_back({.setting = {}, .value = {}, .origin = line_origin(error.line), .reason = error.reason});
    for (const auto& entry : dotenv_.entries)
      if (is_unknown(entry.name))
        problems_.push_back({.setting = printable(entry.name),
                             .value = {},
                             .origin = line_origin(entry.line),
                             .reason = unknown_reason(entry.name)});
  }

  void report_unused() {
    for (std::size_t i = 0; i < kSettings.size(); ++i)
      if (settings_.values_[i].given && !kSettings[i].is_used)
        settings_.warnings_.push_back({.setting = std::string{kSettings[i].name},
                                       .value = {},
                                       .origin = settings_.values_[i].origin,
                                       .reason = "this version of saldo does not use it yet"});
  }

  void report_unknown_environment() {
    for (const auto& [name, value] : sources_.environment)
      if (is_unknown(name))
        settings_.warnings_.push_back({.setting = printable(name),
                                       .value = {},
                                       .origin = std::string{kEnvironment},
                                       .reason = unknown_reason(name)});
  }

  /// The strongest source's value, be it empty.
  std::optional<Given> find_given(std::size_t index) const {
    for (const auto& flag : sources_.flags)
      if (flag.setting.index() == index) return Given{.value = flag.value, .origin = flag.flag};
    const auto name = kSettings[index].name;
    if (const auto found = sources_.environment.find(name); found != sources_.environment.end())
      return Given{.value = found->second, .origin = std::string{kEnvironment}};
    const auto entry = std::ranges::find(dotenv_.entries, name, &DotenvEntry::name);
    if (entry == dotenv_.entries.end() || !entry->value) return {};
    return Given{.value = *entry->value, .origin = line_origin(entry->line)};
  }

  Settings::Value resolve(std::size_t index) {
    const Setting& setting = kSettings[index];
    const auto given = find_given(index);
    if (given && !given->value.empty()) {
      const auto wrong = defect(setting, given->value);
      if (!wrong) return read(setting, given->value, given->origin, true);
      problems_.push_back({.setting = std::string{setting.name},
                           .value = shown(setting, given->value),
                           .origin = given->origin,
                           .reason = *wrong});
    }
    const std::string text =
        setting.derive != nullptr ? setting.derive(sources_.environment) : std::string{setting.default_text};
    return read(setting, text, "the default", false);
  }

  static Settings::Value read(const Setting& setting, std::string_view text, std::string origin, bool given) {
    Settings::Value value{.value = {}, .shown = shown(setting, text), .origin = std::move(origin), .given = given};
    if (setting.is_secret())
      value.value = Secret{text};
    else if (setting.kind == SettingKind::integer)
      value.value = parse_integer(text).value();
    else
      value.value = std::string{text};
    return value;
  }

  SettingSources sources_;
  Dotenv dotenv_;
  Settings settings_;
  std::vector<Problem> problems_;
};

std::string Problem::text() const {
  if (setting.empty()) return fmt::format("{}: {}", origin, reason);
  const std::string is = value.empty() ? "" : fmt::format(" is \"{}\"", value);
  return fmt::format("{}{} ({}): {}", setting, is, origin, reason);
}

Error configuration_error(std::span<const Problem> problems) {
  std::string message;
  for (const auto& problem : problems) message += (message.empty() ? "" : "\n") + problem.text();
  return {.kind = ErrorKind::configuration, .message = std::move(message), .until = {}};
}

std::expected<Settings, std::vector<Problem>> Settings::load(SettingSources sources,
                                                             std::span<const SettingsCheck> checks) {
  return SettingsLoader{std::move(sources)}.load(checks);
}

const std::string& Settings::text(
    SettingName<SettingKind::text, SettingKind::choice, SettingKind::path> setting) const {
  return std::get<std::string>(values_[setting.index()].value);
}

std::int64_t Settings::integer(SettingName<SettingKind::integer> setting) const {
  return std::get<std::int64_t>(values_[setting.index()].value);
}

const Secret& Settings::secret(SettingName<SettingKind::secret, SettingKind::url> setting) const {
  return std::get<Secret>(values_[setting.index()].value);
}

Problem Settings::problem(AnySetting setting, std::string reason) const {
  const Value& value = values_[setting.index()];
  return {.setting = std::string{kSettings[setting.index()].name},
          .value = value.shown,
          .origin = value.origin,
          .reason = std::move(reason)};
}

}  // namespace saldo
