#include <algorithm>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/command.h"
#include "cli/csv.h"
#include "cli/json.h"
#include "cli/money.h"
#include "cli/session.h"
#include "cli/slot_choice.h"
#include "cli/snapshot_view.h"
#include "cli/table.h"
#include "core/text.h"

namespace saldo::cli {
namespace {

constexpr auto kFooter = R"(Examples:
  saldo history --last 10
  saldo history --user ana --from 2026-11-01 --to 2026-12-01 --csv > november.csv
  saldo history --json | jq -r '.[].total_usd')";

constexpr std::size_t kLastDefault = 20;
constexpr std::size_t kLastMax = 1'000'000;

struct Options {
  std::vector<std::string> users;
  std::size_t last = kLastDefault;
  std::string from;
  std::string to;
  bool json = false;
  bool csv = false;
};

Result<std::optional<Time>> read_time(std::string_view flag, const std::string& text) {
  if (text.empty()) return std::optional<Time>{};
  const auto time = parse_utc(text);
  if (!time)
    return fail(ErrorKind::usage, fmt::format("{} {}: not a date (2026-11-23) or a time in UTC (2026-11-23T16:00Z)",
                                              flag, printable(text)));
  return time;
}

Result<store::HistoryQuery> make_query(const Options& options) {
  const auto from = read_time("--from", options.from);
  if (!from) return fail(from.error());
  const auto to = read_time("--to", options.to);
  if (!to) return fail(to.error());
  return store::HistoryQuery{.user_ids = options.users, .from = *from, .to = *to, .limit = options.last};
}

json::object entry_json(const store::HistoryEntry& entry) {
  return {{"user_id", entry.user_id},
          {"slot", time_json(entry.slot.at)},
          {"taken_at", time_json(entry.taken_at)},
          {"status", name(entry.status)},
          {"quality", entry.quality},
          {"total_usd", amount_json(entry.total_usd)},
          {"total_brl", amount_json(entry.total_brl)},
          {"usd_brl", usd_brl_json(entry.usd_brl)},
          {"why", entry.why}};
}

void print_as_json(std::ostream& out, const std::vector<store::HistoryEntry>& entries) {
  json::array list;
  for (const auto& entry : entries) list.push_back(entry_json(entry));
  print_json(out, list);
}

void print_as_csv(std::ostream& out, const std::vector<store::HistoryEntry>& entries) {
  print_csv(out, {"user_id", "slot", "taken_at", "status", "quality", "total_usd", "total_brl", "usd_brl",
                  "usd_brl_source", "usd_brl_stale", "why"});
  for (const auto& entry : entries)
    print_csv(out,
              {entry.user_id, iso_text(entry.slot.at), iso_text(entry.taken_at), std::string{name(entry.status)},
               std::to_string(entry.quality), entry.total_usd.text(), entry.total_brl.text(), entry.usd_brl.rate.text(),
               entry.usd_brl.source, entry.usd_brl.stale ? "true" : "false", entry.why});
}

void print_as_table(std::ostream& out, const std::vector<store::HistoryEntry>& entries, bool is_filtered) {
  if (entries.empty()) {
    out << (is_filtered ? "No snapshot fits.\n" : "No snapshots yet: `saldo snapshot` takes one.\n");
    return;
  }
  Table table{{{"SLOT (UTC)"}, {"USER"}, {"US$", Align::right}, {"R$", Align::right}, {"STATUS"}}};
  for (const auto& entry : entries)
    table.add({minute_text(entry.slot.at), printable(entry.user_id), grouped(entry.total_usd), grouped(entry.total_brl),
               status_text(entry)});
  table.print(out);
}

ExitCode show_history(const Options& options, const Outside& outside) {
  const auto query = make_query(options);
  if (!query) return report(query.error(), outside.err);
  const auto settings = load_settings(outside, {});
  if (!settings) return report(settings.error(), outside.err);
  const auto store = open_store(*settings);
  if (!store) return report(store.error(), outside.err);
  const auto entries = (*store)->history(*query);
  if (!entries) return report(entries.error(), outside.err);
  if (options.json)
    print_as_json(outside.out, *entries);
  else if (options.csv)
    print_as_csv(outside.out, *entries);
  else
    print_as_table(outside.out, *entries, query->from || query->to || !query->user_ids.empty());
  return ExitCode::done;
}

}  // namespace

void declare_history(CLI::App& program, Action& action) {
  auto* command = program.add_subcommand("history", "List the snapshots that were kept, the newest first");
  auto options = std::make_shared<Options>();
  command->footer(kFooter);
  command->add_option("--user", options->users, "Only this user (may be repeated)")->type_name("ID");
  command->add_option("--last", options->last, "At most so many")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, kLastMax))
      ->capture_default_str();
  command->add_option("--from", options->from, "Not before this date or time (UTC)")->type_name("TIME");
  command->add_option("--to", options->to, "Before this date or time (UTC)")->type_name("TIME");
  auto* json = command->add_flag("--json", options->json, "Print JSON");
  command->add_flag("--csv", options->csv, "Print CSV")->excludes(json);
  command->callback(
      [&action, options] { action = [options](const Outside& outside) { return show_history(*options, outside); }; });
}

}  // namespace saldo::cli
