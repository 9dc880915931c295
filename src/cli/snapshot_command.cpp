#include <map>
#include <memory>
#include <ostream>
#include <unistd.h>

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/money.h"
#include "cli/network.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/slot_choice.h"
#include "cli/snapshot_view.h"
#include "core/text.h"
#include "exchange/registry.h"
#include "snapshot/engine.h"

namespace saldo::cli {
namespace {

constexpr auto kFooter = R"(Examples:
  saldo snapshot                          all users, kept under the present minute
  saldo snapshot --slot current           kept under the slot that is open (00, 04, 08, ... UTC)
  saldo snapshot --exchange binance       look at one exchange; stores nothing
  saldo snapshot --dry-run --json         try it; stores nothing

Exit: 0 done; 75 something is left for a passing reason: run it again; 78 the configuration is wrong.)";

/// Up to so many users are shown one by one.
constexpr std::int64_t kUsersShownMax = 3;
constexpr std::size_t kHostNameMax = 256;

struct Options {
  std::vector<std::string> users;
  std::string slot = "now";
  std::string exchange;
  bool dry_run = false;
  bool json = false;
  bool no_progress = false;
};

std::string host_name() {
  std::string name(kHostNameMax, '\0');
  if (::gethostname(name.data(), name.size()) != 0) return "unknown";
  return name.substr(0, name.find('\0'));
}

Result<snapshot::RunRequest> make_request(const Options& options, const Settings& settings, Time now) {
  if (!options.exchange.empty() && exchange::find(options.exchange) == nullptr)
    return fail(ErrorKind::usage,
                fmt::format("--exchange {}: saldo does not know it; `saldo exchanges` lists those it does",
                            printable(options.exchange)));
  const auto hours = static_cast<int>(settings.integer("SNAPSHOT_INTERVAL_HOURS"));
  const auto choice = choose_slot(options.slot, now, hours);
  if (!choice) return fail(choice.error());
  const bool keep = !options.dry_run && options.exchange.empty();
  return snapshot::RunRequest{.slot = choice->slot,
                              .trigger = Trigger::manual,
                              .user_ids = options.users,
                              .exchange = options.exchange,
                              .keep = keep,
                              .carry_limit = std::chrono::days{settings.integer("SALDO_CARRY_DAYS")},
                              .settles_slot = keep && choice->is_nominal && options.users.empty(),
                              .host = host_name()};
}

std::string_view status_of(const snapshot::RunReport& report) {
  const RunCounts& counts = report.run.counts;
  const auto stored = counts.users_complete + counts.users_partial + counts.users_already_stored;
  if (report.ended_by || (stored == 0 && counts.users_failed > 0)) return "failed";
  const bool is_whole = counts.users_partial == 0 && counts.users_failed == 0 && !report.is_unfinished();
  return is_whole ? "complete" : "partial";
}

json::array errors_json(const snapshot::RunReport& report) {
  json::array list;
  for (const auto& [where, group] : report.errors)
    list.push_back(json::object{{"exchange", where.first},
                                {"kind", name(where.second)},
                                {"accounts", group.accounts},
                                {"example", group.example},
                                {"advice", advice(where.second)}});
  return list;
}

/// null when nobody was valued: "0.00" would be a cliff.
json::value total_json(const snapshot::RunReport& report, const Decimal& total) {
  const RunCounts& counts = report.run.counts;
  return counts.users_complete + counts.users_partial > 0 ? amount_json(total) : json::value(nullptr);
}

json::object report_json(const snapshot::RunReport& report) {
  const Run& run = report.run;
  const RunCounts& counts = run.counts;
  return {{"run_id", run.run_id},
          {"slot", time_json(run.slot.at)},
          {"trigger", name(run.trigger)},
          {"started_at", time_json(run.started_at)},
          {"finished_at", time_json(run.finished_at)},
          {"status", status_of(report)},
          {"users",
           {{"total", counts.users_total},
            {"complete", counts.users_complete},
            {"partial", counts.users_partial},
            {"failed", counts.users_failed},
            {"already_stored", counts.users_already_stored}}},
          {"accounts",
           {{"total", counts.accounts_total},
            {"ok", counts.accounts_ok},
            {"failed", counts.accounts_failed},
            {"stale", counts.accounts_stale}}},
          {"requests",
           {{"sent", report.requests.sent},
            {"retried", report.requests.retried},
            {"rate_limited", report.requests.rate_limited}}},
          {"usd_brl", report.usd_brl ? json::value(usd_brl_json(*report.usd_brl)) : json::value(nullptr)},
          {"total_usd", total_json(report, report.total_usd)},
          {"total_brl", total_json(report, report.total_brl)},
          {"errors", errors_json(report)}};
}

void print_errors(std::ostream& out, const snapshot::RunReport& report) {
  for (const auto& [where, group] : report.errors)
    fmt::print(out, "{}: {} account{} not read ({}), e.g. {}\n  {}\n", where.first, group.accounts,
               group.accounts == 1 ? "" : "s", name(where.second), printable(group.example), advice(where.second));
}

void print_summary(std::ostream& out, const snapshot::RunReport& report) {
  const RunCounts& counts = report.run.counts;
  fmt::print(out, "Slot {} UTC: {} user{}: {} complete, {} partial, {} failed, {} stored before\n",
             minute_text(report.run.slot.at), counts.users_total, counts.users_total == 1 ? "" : "s",
             counts.users_complete, counts.users_partial, counts.users_failed, counts.users_already_stored);
  if (counts.users_complete + counts.users_partial > 0)
    fmt::print(out, "Total of this run {}  {}  ({})\n", us_dollars(report.total_usd), reais(report.total_brl),
               status_of(report));
}

/// A run over a few users prints each snapshot; one over many, or that read nobody, its summary.
void print_report(std::ostream& out, const snapshot::RunReport& report, const std::map<std::string, Snapshot>& shown) {
  const RunCounts& counts = report.run.counts;
  const auto read = counts.users_complete + counts.users_partial;
  if (read > 0 && read <= kUsersShownMax && read == static_cast<std::int64_t>(shown.size())) {
    for (const auto& [user_id, snapshot] : shown) {
      print_snapshot(out, snapshot, false);
      out << "\n";
    }
    if (counts.users_total == read) return;
  }
  print_summary(out, report);
  print_errors(out, report);
}

ExitCode conclude(const snapshot::RunReport& report, bool is_for_some_users, const Outside& outside,
                  const Settings& settings) {
  if (report.ended_by) return cli::report(*report.ended_by, outside.err);
  if (report.run.ending == RunEnding::stopped)
    return cli::report({.kind = ErrorKind::stopped, .message = "the run was stopped before its end"}, outside.err);
  if (report.run.counts.users_total == 0 && is_for_some_users)
    return cli::report({.kind = ErrorKind::not_found, .message = "none of the users named is linked and active"},
                       outside.err);
  if (report.run.counts.users_total == 0)
    outside.err << "saldo: warning: no account is linked in " << store_name(settings)
                << ", so there was nothing to read. Link one: saldo account add binance\n";
  return report.is_unfinished() ? ExitCode::try_again : ExitCode::done;
}

/// Runs the engine on an event loop of its own.
class SnapshotRun {
 public:
  SnapshotRun(const Options& options, const Outside& outside) : options_(options), outside_(outside) {}

  ExitCode operator()() {
    auto settings = load_settings(outside_, {});
    if (!settings) return report(settings.error(), outside_.err);
    auto request = make_request(options_, *settings, outside_.clock.now());
    if (!request) return report(request.error(), outside_.err);
    auto store = open_store(*settings);
    if (!store) return report(store.error(), outside_.err);
    const auto keyring = open_keyring(*settings, **store);
    if (!keyring) return report(keyring.error(), outside_.err);
    const auto result = take(std::move(*request), *settings, **store, *keyring);
    if (!result) return report(result.error(), outside_.err);
    if (options_.json)
      print_json(outside_.out, report_json(*result));
    else
      print_report(outside_.out, *result, shown_);
    outside_.out.flush();
    return conclude(*result, !options_.users.empty(), outside_, *settings);
  }

 private:
  Result<snapshot::RunReport> take(snapshot::RunRequest request, const Settings& settings, store::Store& store,
                                   const store::Keyring& keyring) {
    Logger log = make_logger(settings, outside_);
    Network network{settings, outside_, store};
    ProgressLine line{outside_.err, outside_.clock};
    snapshot::RunObserver observer{.snapshot = [this](const Snapshot& each) {
      if (std::ssize(shown_) < kUsersShownMax || shown_.contains(each.user_id))
        shown_.insert_or_assign(each.user_id, each);
    }};
    if (outside_.err_is_terminal && !options_.no_progress)
      observer.progress = [&line](const snapshot::Progress& progress) { line.show(progress); };
    const snapshot::Surroundings surroundings{.store = network.store(),
                                              .driver = network.driver(),
                                              .keyring = keyring,
                                              .clock = outside_.clock,
                                              .random = network.random(),
                                              .stop = network.stop(),
                                              .log = log};
    std::optional<Result<snapshot::RunReport>> result;
    network.run(run_into(result, std::move(request), surroundings, std::move(observer)));
    line.clear();
    return std::move(*result);
  }

  static Task<> run_into(std::optional<Result<snapshot::RunReport>>& result, snapshot::RunRequest request,
                         snapshot::Surroundings surroundings, snapshot::RunObserver observer) {
    result = co_await snapshot::take_snapshots(std::move(request), surroundings, std::move(observer));
  }

  Options options_;
  const Outside& outside_;
  std::map<std::string, Snapshot> shown_;  // by user; a second try replaces the first
};

}  // namespace

void declare_snapshot(CLI::App& program, Action& action) {
  auto* command = program.add_subcommand("snapshot", "Read all balances now, value them, and keep them");
  auto options = std::make_shared<Options>();
  command->footer(kFooter);
  command->add_option("--user", options->users, "Only this user (may be repeated)")->type_name("ID");
  command->add_option("--slot", options->slot, "What to keep it under: now, current, or the open slot's time")
      ->type_name("now|current|TIME")
      ->capture_default_str();
  command->add_option("--exchange", options->exchange, "Only this exchange; prints, stores nothing")->type_name("ID");
  command->add_flag("--dry-run", options->dry_run, "Read and value, store nothing");
  command->add_flag("--json", options->json, "Print JSON");
  command->add_flag("--no-progress", options->no_progress, "Draw no progress line");
  command->callback(
      [&action, options] { action = [options](const Outside& outside) { return SnapshotRun{*options, outside}(); }; });
}

}  // namespace saldo::cli
