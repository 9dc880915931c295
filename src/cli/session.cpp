#include "cli/session.h"

#include <algorithm>
#include <fstream>
#include <ostream>
#include <sstream>

#include <fmt/format.h>

#include "core/check.h"
#include "core/dotenv.h"
#include "exchange/registry.h"
#include "pricing/usd_brl.h"
#include "store/key_file.h"
#include "store/sqlite/sqlite_store.h"

namespace saldo::cli {
namespace {

/// The text of `.env`, or nothing when there is none. A file larger than its limit is read up to there and one byte
/// more, so that the parser can say so.
Result<std::string> read_dotenv(const std::filesystem::path& folder) {
  const auto path = folder / ".env";
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::string{};
  std::ifstream file{path, std::ios::binary};
  if (!file) return fail(ErrorKind::configuration, fmt::format("{} cannot be read", path.string()));
  std::string text(kDotenvBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

bool is_known_peer(std::string_view id) {
  const auto is_it = [id](const pricing::RateSource* source) { return source->peer.id == id; };
  return exchange::find(id) != nullptr || std::ranges::any_of(pricing::rate_sources(), is_it);
}

/// What the settings alone cannot tell: that a file is there, and that a name is one of ours. A misspelt endpoint would
/// send a key to the real exchange.
Result<void> check_files_and_names(const Settings& settings) {
  std::vector<Problem> problems;
  for (const auto& [id, origin] : endpoints(settings))
    if (!is_known_peer(id))
      problems.push_back(settings.problem("SALDO_ENDPOINTS", "knows no exchange or price source \"" + id + "\""));
  const auto& ca_file = settings.text("SALDO_CA_FILE");
  if (!ca_file.empty() && !std::ifstream{ca_file})
    problems.push_back(settings.problem("SALDO_CA_FILE", "cannot be read"));
  if (problems.empty()) return {};
  return fail(configuration_error(problems));
}

bool uses_mongodb(const Settings& settings) { return !settings.secret("MONGODB_URI").empty(); }

}  // namespace

Result<Settings> load_settings(const Outside& outside, std::vector<FlagValue> flags) {
  auto dotenv = read_dotenv(outside.working_directory);
  if (!dotenv) return fail(dotenv.error());
  auto settings =
      Settings::load({.flags = std::move(flags), .environment = outside.environment, .dotenv = std::move(*dotenv)});
  if (!settings) return fail(configuration_error(settings.error()));
  if (auto checked = check_files_and_names(*settings); !checked) return fail(checked.error());
  for (const Problem& warning : settings->warnings()) outside.err << "saldo: warning: " << warning.text() << "\n";
  return std::move(*settings);
}

Result<std::unique_ptr<store::Store>> open_store(const Settings& settings) {
  if (uses_mongodb(settings))
    return fail(ErrorKind::configuration,
                "MONGODB_URI is set, and this version of saldo cannot use MongoDB yet. Unset it to use SQLite.");
  const auto& path = settings.text("SALDO_DATABASE");
  if (path.empty())
    return fail(ErrorKind::configuration, "SALDO_DATABASE is not set, and there is no home folder for a default.");
  return store::open_sqlite_store(path);
}

Result<store::Keyring> open_keyring(const Settings& settings, store::Store& store) {
  const Secret& keys = settings.secret("ENCRYPTION_KEY");
  if (!keys.empty()) return store::Keyring::parse(keys, "ENCRYPTION_KEY");
  const auto path = store::key_file_of(settings.text("SALDO_DATABASE"));
  const auto accounts = store.accounts({}, 1);
  if (!accounts) return fail(accounts.error());
  std::error_code error;
  if (!accounts->empty() && !std::filesystem::exists(path, error))
    return fail(ErrorKind::configuration,
                fmt::format("the key file {} is missing, and the stored credentials need it. Bring it back from a "
                            "backup; without it, delete {} and link all accounts again.",
                            path.string(), settings.text("SALDO_DATABASE")));
  return store::open_key_file(path, store::system_random());
}

Endpoints endpoints(const Settings& settings) {
  auto parsed = parse_endpoints(settings.text("SALDO_ENDPOINTS"));
  check(parsed.has_value(), "SALDO_ENDPOINTS got past its check");
  return std::move(*parsed);
}

Logger make_logger(const Settings& settings, const Outside& outside) {
  return Logger{log_level(settings.text("SALDO_LOG")), log_format(settings.text("SALDO_LOG_FORMAT")), outside.clock,
                [&err = outside.err](std::string_view line) { err << line << std::flush; }};
}

std::string store_name(const Settings& settings) { return settings.text("SALDO_DATABASE"); }

}  // namespace saldo::cli
