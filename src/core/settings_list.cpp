#include "core/settings_list.h"

namespace saldo {
namespace {

std::string_view value_of(const Environment& environment, std::string_view name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string_view{} : std::string_view{found->second};
}

}  // namespace

std::string default_database(const Environment& environment) {
  // The XDG specification has relative paths ignored.
  if (const auto data_home = value_of(environment, "XDG_DATA_HOME"); data_home.starts_with('/'))
    return std::string{data_home} + "/saldo/saldo.db";
  const auto home = value_of(environment, "HOME");
  return home.empty() ? "" : std::string{home} + "/.local/share/saldo/saldo.db";
}

std::string default_language(const Environment& environment) {
  // The order in which POSIX has them consulted.
  for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const auto locale = value_of(environment, name); !locale.empty())
      return locale.starts_with("pt") ? "pt-BR" : "en";
  return "en";
}

}  // namespace saldo
