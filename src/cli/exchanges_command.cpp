#include <memory>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "cli/command.h"
#include "cli/json.h"
#include "cli/table.h"
#include "core/text.h"
#include "exchange/registry.h"

namespace saldo::cli {
namespace {

constexpr auto kFooter = R"(Examples:
  saldo exchanges
  saldo exchanges binance)";

struct Options {
  std::string id;
  bool json = false;
};

std::string joined(std::span<const std::string_view> words) { return fmt::format("{}", fmt::join(words, ", ")); }

std::string credentials_wanted(const exchange::Exchange& exchange) {
  std::string wanted = "API key, API secret";
  if (exchange.wants_passphrase) wanted += ", passphrase";
  if (exchange.wants_uid) wanted += ", uid";
  return wanted;
}

/// The fields of an imported account's line.
json::array credential_fields(const exchange::Exchange& exchange) {
  json::array fields{"api_key", "api_secret"};
  if (exchange.wants_passphrase) fields.push_back("passphrase");
  if (exchange.wants_uid) fields.push_back("uid");
  return fields;
}

std::string_view scope_text(LimitScope scope) {
  switch (scope) {
    case LimitScope::ip: return "address";
    case LimitScope::key: return "key";
    case LimitScope::uid: return "user";
  }
  return "";
}

json::object exchange_json(const exchange::Exchange& exchange) {
  json::array wallets;
  for (const auto wallet : exchange.wallets) wallets.push_back(json::value(wallet));
  json::array hosts;
  for (const auto& host : exchange.peer.hosts) hosts.push_back(json::value(host.origin));
  json::array limits;
  for (const auto& rule : exchange.peer.rules)
    limits.push_back(json::object{{"name", rule.name},
                                  {"per", scope_text(rule.scope)},
                                  {"budget", rule.budget},
                                  {"window_seconds", rule.window.count() / 1000}});
  return {{"id", exchange.id()},
          {"name", exchange.name},
          {"wallets", std::move(wallets)},
          {"credentials", credential_fields(exchange)},
          {"hosts", std::move(hosts)},
          {"limits", std::move(limits)},
          {"known_gaps", exchange.known_gaps},
          {"verified", name(exchange.verification)}};
}

void print_exchange(std::ostream& out, const exchange::Exchange& exchange) {
  fmt::print(out, "{} ({})\n", exchange.name, exchange.id());
  fmt::print(out, "  wallets      {}\n", joined(exchange.wallets));
  fmt::print(out, "  not covered  {}\n", exchange.known_gaps.empty() ? "nothing known" : exchange.known_gaps);
  fmt::print(out, "  credentials  {}; the right to read is enough\n", credentials_wanted(exchange));
  for (const auto& host : exchange.peer.hosts) fmt::print(out, "  host         {}\n", host.origin);
  for (const auto& rule : exchange.peer.rules)
    fmt::print(out, "  limit        {}: {} in {} s per {}\n", rule.name, rule.budget, rule.window.count() / 1000,
               scope_text(rule.scope));
  fmt::print(out, "  verified by  {}\n", name(exchange.verification));
}

ExitCode list(const Options& options, const Outside& outside) {
  if (options.json) {
    json::array all;
    for (const auto* exchange : exchange::all()) all.push_back(exchange_json(*exchange));
    print_json(outside.out, all);
    return ExitCode::done;
  }
  Table table{{{"ID"}, {"NAME"}, {"WALLETS"}, {"CREDENTIALS"}, {"VERIFIED BY"}}};
  for (const auto* exchange : exchange::all())
    table.add({std::string{exchange->id()}, std::string{exchange->name}, joined(exchange->wallets),
               credentials_wanted(*exchange), std::string{name(exchange->verification)}});
  table.print(outside.out);
  return ExitCode::done;
}

ExitCode show(const Options& options, const Outside& outside) {
  if (options.id.empty()) return list(options, outside);
  const auto* exchange = exchange::find(options.id);
  if (exchange == nullptr)
    return report({.kind = ErrorKind::usage,
                   .message = fmt::format("saldo does not know the exchange {}; `saldo exchanges` lists those it does",
                                          printable(options.id))},
                  outside.err);
  if (options.json)
    print_json(outside.out, exchange_json(*exchange));
  else
    print_exchange(outside.out, *exchange);
  return ExitCode::done;
}

}  // namespace

void declare_exchanges(CLI::App& program, Action& action) {
  auto* command = program.add_subcommand("exchanges", "List the exchanges that saldo can read, or tell all about one");
  auto options = std::make_shared<Options>();
  command->footer(kFooter);
  command->add_option("id", options->id, "An exchange, by its ccxt id")->type_name("ID");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback(
      [&action, options] { action = [options](const Outside& outside) { return show(*options, outside); }; });
}

}  // namespace saldo::cli
