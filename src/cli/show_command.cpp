#include <memory>
#include <ostream>
#include <ranges>

#include <fmt/format.h>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/session.h"
#include "cli/slot_choice.h"
#include "cli/snapshot_view.h"
#include "core/text.h"

namespace saldo::cli {
namespace {

constexpr auto kFooter = R"(Examples:
  saldo show                                    the newest snapshot
  saldo show 2026-11-23T16:00Z --user ana       one of a certain slot)";

constexpr std::size_t kUsersShownMax = 20;

struct Options {
  std::string slot;
  std::string user;
  bool json = false;
};

Result<std::optional<Time>> named_slot(const Options& options) {
  if (options.slot.empty()) return std::optional<Time>{};
  const auto time = parse_utc(options.slot);
  if (time) return time;
  return fail(ErrorKind::usage, fmt::format("{}: not a slot's time in UTC, such as 2026-11-23T16:00Z; "
                                            "`saldo history` lists them",
                                            printable(options.slot)));
}

/// The history of one slot: of the one that was named, else of the newest.
Result<std::vector<store::HistoryEntry>> find_entries(const Options& options, std::optional<Time> slot,
                                                      store::Store& store) {
  store::HistoryQuery query{.limit = 1};
  if (!options.user.empty()) query.user_ids = {options.user};
  if (!slot) {
    const auto newest = store.history(query);
    if (!newest || newest->empty()) return newest;
    slot = newest->front().slot.at;
  }
  query.from = slot;
  query.to = *slot + Milliseconds{1};
  query.limit = kUsersShownMax + 1;
  return store.history(query);
}

ExitCode show_entries(const std::vector<store::HistoryEntry>& entries, store::Store& store, const Options& options,
                      const Outside& outside) {
  json::array list;
  if (entries.size() > kUsersShownMax)
    outside.err << "saldo: showing the first " << kUsersShownMax << " users of this slot; --user ID shows another\n";
  for (const auto& entry : entries | std::views::take(kUsersShownMax)) {
    const auto snapshot = store.snapshot(entry.user_id, entry.slot);
    if (!snapshot) return report(snapshot.error(), outside.err);
    if (!*snapshot) continue;
    if (options.json)
      list.push_back(snapshot_json(**snapshot));
    else
      print_snapshot(outside.out, **snapshot, true);
  }
  if (options.json) print_json(outside.out, list);
  return ExitCode::done;
}

ExitCode show(const Options& options, const Outside& outside) {
  const auto slot = named_slot(options);
  if (!slot) return report(slot.error(), outside.err);
  const auto settings = load_settings(outside, {});
  if (!settings) return report(settings.error(), outside.err);
  const auto store = open_store(*settings);
  if (!store) return report(store.error(), outside.err);
  const auto entries = find_entries(options, *slot, **store);
  if (!entries) return report(entries.error(), outside.err);
  if (entries->empty())
    return report({.kind = ErrorKind::not_found, .message = "there is no such snapshot in " + store_name(*settings)},
                  outside.err);
  return show_entries(*entries, **store, options, outside);
}

}  // namespace

void declare_show(CLI::App& program, Action& action) {
  auto* command = program.add_subcommand("show", "Show a snapshot in full: wallets, tokens, prices, what is missing");
  auto options = std::make_shared<Options>();
  command->footer(kFooter);
  command->add_option("slot", options->slot, "The slot's time in UTC; without it the newest")->type_name("SLOT");
  command->add_option("--user", options->user, "Only this user")->type_name("ID");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback(
      [&action, options] { action = [options](const Outside& outside) { return show(*options, outside); }; });
}

}  // namespace saldo::cli
