#include "sim/options.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "sim/exchanges/registry.h"

namespace sim {
namespace {

constexpr int kUsage = 64;  // sysexits
constexpr std::uint32_t kMaxUsers = 10'000'000;
constexpr std::uint32_t kMaxAccounts = 100;
constexpr std::size_t kMaxAssets = 5000;
constexpr std::int64_t kLongestLatencyUs = 60'000'000;
constexpr std::uint16_t kLastPortBase = 65'000;

/// "40ms", "2s", "500us".
std::optional<std::chrono::microseconds> parse_duration(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string unit(end, text.data() + text.size());
  const std::int64_t scale = unit == "us" ? 1 : unit == "ms" ? 1000 : unit == "s" ? 1'000'000 : 0;
  if (failed != std::errc{} || scale == 0 || number < 0 || number > kLongestLatencyUs / scale) return std::nullopt;
  return std::chrono::microseconds(number * scale);
}

const CLI::Validator& duration_check() {
  static const CLI::Validator kCheck(
      [](std::string& text) { return parse_duration(text) ? "" : "must be like 40ms, from 0ms to 60s: " + text; },
      "DURATION");
  return kCheck;
}

std::vector<std::string> registered_ids() {
  std::vector<std::string> ids;
  for (const Registration& registration : exchange_registry()) ids.emplace_back(registration.id);
  return ids;
}

/// "all" or the ids that were named, each once, in the registry's order.
std::vector<std::string> choose_exchanges(const std::vector<std::string>& named) {
  std::vector<std::string> chosen = registered_ids();
  if (std::ranges::find(named, "all") != named.end()) return chosen;
  std::erase_if(chosen, [&](const std::string& id) { return std::ranges::find(named, id) == named.end(); });
  return chosen;
}

struct RawOptions {
  std::vector<std::string> exchanges;
  std::string latency = "0ms";
  std::string jitter = "0ms";
  std::string limits = "official";
};

void declare(CLI::App& app, Options& options, RawOptions& raw) {
  std::vector<std::string> ids = registered_ids();
  ids.emplace_back("all");
  app.option_defaults()->always_capture_default();
  app.add_option("--exchanges", raw.exchanges, "which exchanges, by ccxt id, comma separated, or all")
      ->required()
      ->always_capture_default(false)
      ->delimiter(',')
      ->check(CLI::IsMember(ids));
  app.add_option("--port-base", options.port_base, "first port; 0 picks free ones")
      ->check(CLI::Range(std::uint16_t{0}, kLastPortBase));
  app.add_option("--users", options.world.users, "how many users")->check(CLI::Range(1U, kMaxUsers));
  app.add_option("--accounts-per-user", options.world.accounts_per_user, "accounts of each user")
      ->check(CLI::Range(1U, kMaxAccounts));
  app.add_option("--assets", options.world.assets, "how many assets an exchange lists")
      ->check(CLI::Range(std::size_t{1}, kMaxAssets));
  app.add_option("--seed", options.world.seed, "everything made up follows from it");
  app.add_option("--latency", raw.latency, "time to answer, like 40ms")->check(duration_check());
  app.add_option("--jitter", raw.jitter, "mean of a random time on top, like 15ms")->check(duration_check());
  app.add_option("--limits", raw.limits, "official: enforced; off: counted only")
      ->check(CLI::IsMember({"official", "off"}));
  app.add_option("--faults", options.faults_file, "JSON file of what goes wrong")->check(CLI::ExistingFile);
  app.add_flag("--tls", options.tls, "HTTPS, with a certificate authority made at start");
  app.add_option("--tls-dir", options.tls_dir, "folder for its certificates (default: a new one)");
  app.add_option("--emit-env", options.env_file, "write settings for saldo to this file");
  app.add_option("--emit-accounts", options.accounts_file, "write the accounts to this file, JSON lines");
}

}  // namespace

std::expected<Options, int> parse_options(int count, char** arguments) {
  CLI::App app("Simulates crypto exchanges and price sources on 127.0.0.1.", "saldo-sim");
  app.footer("Example:\n  saldo-sim --exchanges binance --users 100 --emit-env sim.env --emit-accounts accounts.jsonl");
  Options options;
  RawOptions raw;
  declare(app, options, raw);
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return std::unexpected(app.exit(error) == 0 ? 0 : kUsage);
  }
  options.world.exchanges = choose_exchanges(raw.exchanges);
  options.latency = {*parse_duration(raw.latency), *parse_duration(raw.jitter)};
  options.limits = raw.limits == "off" ? Limits::off : Limits::official;
  return options;
}

}  // namespace sim
