#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/error.h"
#include "core/secret.h"
#include "core/settings_list.h"

namespace saldo {

/// Something wrong with the configuration, or (as a warning) odd about it.
struct Problem {
  std::string setting;  ///< empty for a line of `.env` that cannot be read
  std::string value;    ///< as given, fit to be shown; empty for a secret
  std::string origin;   ///< "--schedule", "the environment", ".env line 3", "the default"
  std::string reason;   ///< "must be from 1 to 24"

  /// "SALDO_CARRY_DAYS is "x" (.env line 3): must be from 0 to 365"
  std::string text() const;
  bool operator==(const Problem&) const = default;
};

/// All problems as one error of kind configuration, one a line.
Error configuration_error(std::span<const Problem> problems);

/// A setting's name, checked while compiling: that there is such a setting, and that it is of one of these kinds.
template <SettingKind... kinds>
class SettingName {
 public:
  consteval SettingName(const char* name) {
    while (index_ < kSettings.size() && kSettings[index_].name != name) ++index_;
    if (index_ == kSettings.size()) throw "no such setting";
    if (((kSettings[index_].kind != kinds) && ...)) throw "the setting is of another kind";
  }
  constexpr std::size_t index() const { return index_; }

 private:
  std::size_t index_ = 0;
};

using AnySetting = SettingName<SettingKind::text, SettingKind::integer, SettingKind::choice, SettingKind::path,
                               SettingKind::url, SettingKind::secret>;

/// A value from the command line.
struct FlagValue {
  std::string flag;  ///< as typed: "--schedule"
  AnySetting setting;
  std::string value;
};

class Settings;
/// Looks at the settings together, or at one more closely than its kind can; gives what is wrong.
using SettingsCheck = std::function<std::vector<Problem>(const Settings&)>;

/// Where settings come from, strongest first.
struct SettingSources {
  std::vector<FlagValue> flags;
  Environment environment;
  std::string dotenv;  ///< the text of `.env`; empty when there is none
};

/// Every setting's value. Flags win over the environment, that over `.env`, that over the default.
/// A value that is given but empty counts as "not set" and hides weaker ones: `MONGODB_URI= saldo snapshot` uses
/// SQLite.
class Settings {
 public:
  /// Reads and checks all. Every problem is found before any is reported. An unknown SALDO_* name is a problem in
  /// `.env` and a warning in the environment. Checks see the default in place of a value that is wrong in itself.
  static std::expected<Settings, std::vector<Problem>> load(SettingSources sources,
                                                            std::span<const SettingsCheck> checks = {});

  /// Empty when it is not set.
  const std::string& text(SettingName<SettingKind::text, SettingKind::choice, SettingKind::path> setting) const;
  std::int64_t integer(SettingName<SettingKind::integer> setting) const;
  /// Empty when it is not set.
  const Secret& secret(SettingName<SettingKind::secret, SettingKind::url> setting) const;

  /// Whether somebody set it, so that it is not the default.
  bool given(AnySetting setting) const { return values_[setting.index()].given; }
  /// For checks: what is wrong with the setting's present value, with its origin.
  Problem problem(AnySetting setting, std::string reason) const;

  std::span<const Problem> warnings() const { return warnings_; }

 private:
  struct Value {
    std::variant<std::string, std::int64_t, Secret> value;
    std::string shown;
    std::string origin;
    bool given = false;
  };
  friend class SettingsLoader;

  std::vector<Value> values_;  // in the order of kSettings
  std::vector<Problem> warnings_;
};

}  // namespace saldo
