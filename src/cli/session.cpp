#include "cli/session.h"

#include <fstream>
#include <ostream>
#include <sstream>

#include <fmt/format.h>

#include "core/check.h"
#include "core/dotenv.h"
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

bool uses_mongodb(const Settings& settings) { return !settings.secret("MONGODB_URI").empty(); }

}  // namespace

Result<Settings> load_settings(const Outside& outside, std::vector<FlagValue> flags) {
  auto dotenv = read_dotenv(outside.working_directory);
  if (!dotenv) return fail(dotenv.error());
  auto settings =
      Settings::load({.flags = std::move(flags), .environment = outside.environment, .dotenv = std::move(*dotenv)});
  if (!settings) return fail(configuration_error(settings.error()));
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

Result<store::Keyring> open_keyring(const Settings& settings) {
  const Secret& keys = settings.secret("ENCRYPTION_KEY");
  if (!keys.empty()) return store::Keyring::parse(keys, "ENCRYPTION_KEY");
  return store::open_key_file(store::key_file_of(settings.text("SALDO_DATABASE")), store::system_random());
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
