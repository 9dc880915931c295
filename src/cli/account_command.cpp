#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "cli/account_input.h"
#include "cli/command.h"
#include "cli/csv.h"
#include "cli/json.h"
#include "cli/money.h"
#include "cli/session.h"
#include "cli/table.h"
#include "core/text.h"
#include "exchange/registry.h"
#include "snapshot/key_check.h"

namespace saldo::cli {
namespace {

constexpr auto kAddFooter = R"(Examples:
  saldo account add binance                         asks for the keys
  saldo account add binance --label 2               a second account at the same exchange
  saldo account add binance --from keys.json        {"api_key": "...", "api_secret": "..."}
  pass show binance | saldo account add binance     the same from standard input

Keys are encrypted before they are stored. They are never taken from the command line, where others could see them.)";

constexpr auto kImportFooter = R"(Each line is one account:
  {"user_id": "ana", "exchange_id": "binance", "api_key": "...", "api_secret": "..."}
also "label", "passphrase" and "uid". Nothing is linked unless every line is right.

Examples:
  saldo account import accounts.jsonl
  saldo account import - < accounts.jsonl)";

constexpr std::size_t kInputBytesMax = 64 * 1024 * 1024;
constexpr std::size_t kChunkBytes = 64 * 1024;
constexpr std::size_t kLinkBatch = 500;
constexpr std::size_t kListPage = 500;
constexpr auto kDefaultUser = "me";

struct Options {
  std::string exchange;
  std::string user = kDefaultUser;
  std::string label;
  std::string from;
  bool json = false;
};

/// A file's text, or that of standard input for "-".
Result<std::string> read_all(const std::string& path, const Outside& outside) {
  std::ifstream file;
  if (path != "-") {
    std::error_code error;
    if (std::filesystem::is_directory(path, error))
      return fail(ErrorKind::usage, fmt::format("{} is a folder, not a file", printable(path)));
    file.open(path, std::ios::binary);
    if (!file)
      return fail(ErrorKind::usage,
                  fmt::format("{} cannot be read: {}", printable(path), std::generic_category().message(errno)));
  }
  std::istream& in = path == "-" ? outside.in : file;
  std::string text;
  std::string chunk(kChunkBytes, '\0');
  while (text.size() <= kInputBytesMax && in.read(chunk.data(), std::ssize(chunk)).gcount() > 0)
    text.append(chunk, 0, static_cast<std::size_t>(in.gcount()));
  wipe(chunk);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);  // a byte order mark, as Windows writes it
  if (text.size() <= kInputBytesMax) return text;
  wipe(text);
  return fail(ErrorKind::usage, fmt::format("{} is larger than 64 MB", path));
}

/// Keys from --from, else from the terminal, else from standard input.
Result<Credentials> obtain_credentials(const Options& options, const Outside& outside) {
  const auto* exchange = exchange::find(options.exchange);
  if (exchange != nullptr && options.from.empty() && outside.in_is_terminal)
    return ask_for_credentials(*exchange, outside);
  auto text = read_all(options.from.empty() ? "-" : options.from, outside);
  if (!text) return fail(text.error());
  auto account = read_account(*text);
  wipe(*text);
  if (!account) return fail(account.error());
  return std::move(account->credentials);
}

store::AccountKey encrypted(const GivenAccount& account, const store::Keyring& keyring, Time now) {
  return {.id = account.id,
          .credentials = keyring.encrypt(account.credentials, now, store::system_random()),
          .fingerprint = store::fingerprint(account.credentials.api_key),
          .linked_at = now};
}

/// The store and its keys, opened together.
struct Vault {
  std::unique_ptr<store::Store> store;
  store::Keyring keyring;
  std::string name;
};

Result<Vault> open_vault(const Outside& outside) {
  const auto settings = load_settings(outside, {});
  if (!settings) return fail(settings.error());
  auto store = open_store(*settings);
  if (!store) return fail(store.error());
  auto keyring = open_keyring(*settings, **store);
  if (!keyring) return fail(keyring.error());
  // Another key would make a database that no key opens whole.
  if (auto fits = snapshot::check_keys(**store, *keyring); !fits) return fail(fits.error());
  return Vault{.store = std::move(*store), .keyring = std::move(*keyring), .name = store_name(*settings)};
}

Result<void> link(Vault& vault, const std::vector<GivenAccount>& accounts, Time now) {
  for (std::size_t begin = 0; begin < accounts.size(); begin += kLinkBatch) {
    std::vector<store::AccountKey> batch;
    for (std::size_t i = begin; i < std::min(begin + kLinkBatch, accounts.size()); ++i)
      batch.push_back(encrypted(accounts[i], vault.keyring, now));
    const auto linked = vault.store->link_accounts(batch);
    if (!linked) return fail(linked.error());
  }
  return {};
}

/// Whether the account is linked already. Fails when its key is, under another label: it would be counted twice.
Result<bool> find_links(const GivenAccount& account, store::Store& store) {
  const auto fingerprint = store::fingerprint(account.credentials.api_key);
  const auto linked = store.accounts(AccountId{.user_id = account.id.user_id}, kListPage);
  if (!linked) return fail(linked.error());
  bool exists = false;
  for (const auto& entry : *linked) {
    if (entry.id.user_id != account.id.user_id || entry.id.exchange != account.id.exchange) continue;
    exists |= entry.id == account.id;
    if (entry.id != account.id && entry.state.fingerprint == fingerprint)
      return fail(ErrorKind::usage, fmt::format("this key is already linked as {}, and would be counted twice",
                                                printable(entry.id.account())));
  }
  return exists;
}

ExitCode add(const Options& options, const Outside& outside) {
  GivenAccount account{.id = {.user_id = options.user, .exchange = options.exchange, .label = options.label}};
  const bool is_known = exchange::find(options.exchange) != nullptr;
  if (is_known) {
    auto credentials = obtain_credentials(options, outside);
    if (!credentials) return report(credentials.error(), outside.err);
    account.credentials = std::move(*credentials);
  }
  if (const auto checked = check_account(account); !checked) return report(checked.error(), outside.err);
  auto vault = open_vault(outside);
  if (!vault) return report(vault.error(), outside.err);
  const auto before = find_links(account, *vault->store);
  if (!before) return report(before.error(), outside.err);
  const auto linked = link(*vault, {account}, outside.clock.now());
  if (!linked) return report(linked.error(), outside.err);
  fmt::print(outside.err, "{} {} for {} in {}. Next: saldo snapshot\n", *before ? "Replaced the key of" : "Linked",
             account.id.account(), printable(options.user), vault->name);
  return ExitCode::done;
}

ExitCode import(const Options& options, const Outside& outside) {
  auto text = read_all(options.from, outside);
  if (!text) return report(text.error(), outside.err);
  const auto accounts = read_accounts(*text);
  wipe(*text);
  if (!accounts) return report(accounts.error(), outside.err);
  auto vault = open_vault(outside);
  if (!vault) return report(vault.error(), outside.err);
  if (accounts->empty())
    return report({.kind = ErrorKind::usage, .message = "there is no account in " + printable(options.from)},
                  outside.err);
  const auto linked = link(*vault, *accounts, outside.clock.now());
  if (!linked) return report(linked.error(), outside.err);
  fmt::print(outside.err, "Linked {} account{} in {}. Next: saldo snapshot\n", accounts->size(),
             accounts->size() == 1 ? "" : "s", vault->name);
  return ExitCode::done;
}

ExitCode remove(const Options& options, const Outside& outside) {
  const auto settings = load_settings(outside, {});
  if (!settings) return report(settings.error(), outside.err);
  const auto store = open_store(*settings);
  if (!store) return report(store.error(), outside.err);
  const AccountId id{.user_id = options.user, .exchange = options.exchange, .label = options.label};
  const auto removed = (*store)->unlink_account(id);
  if (!removed) return report(removed.error(), outside.err);
  if (!*removed)
    return report({.kind = ErrorKind::not_found,
                   .message = fmt::format("{} has no account {} in {}", printable(id.user_id), printable(id.account()),
                                          store_name(*settings))},
                  outside.err);
  fmt::print(outside.err, "Removed {} of {}. Its history stays.\n", id.account(), printable(id.user_id));
  return ExitCode::done;
}

std::string trouble_text(const AccountState& state) {
  if (!state.last_failure) return "";
  return fmt::format("{} ({} in a row)", name(*state.last_failure), state.failures_in_a_row);
}

json::object entry_json(const store::AccountEntry& entry) {
  const auto& failure = entry.state.last_failure;
  return {{"user_id", entry.id.user_id},
          {"exchange", entry.id.exchange},
          {"label", entry.id.label},
          {"is_active", entry.is_active},
          {"created_at", time_json(entry.created_at)},
          {"fingerprint", entry.state.fingerprint},
          {"failures_in_a_row", entry.state.failures_in_a_row},
          {"last_failure", failure ? json::value(name(*failure)) : json::value(nullptr)}};
}

/// Calls `each` with every account, a page in memory at a time.
Result<void> for_each_account(store::Store& store, const std::function<void(const store::AccountEntry&)>& each) {
  std::optional<AccountId> after;
  while (true) {
    const auto page = store.accounts(after, kListPage);
    if (!page) return fail(page.error());
    for (const auto& entry : *page) each(entry);
    if (page->size() < kListPage) return {};
    after = page->back().id;
  }
}

ExitCode list(const Options& options, const Outside& outside) {
  const auto settings = load_settings(outside, {});
  if (!settings) return report(settings.error(), outside.err);
  const auto store = open_store(*settings);
  if (!store) return report(store.error(), outside.err);
  json::array all;
  Table table{{{"USER"}, {"EXCHANGE"}, {"LABEL"}, {"LINKED (UTC)"}, {"KEY"}, {"TROUBLE"}}};
  const auto listed = for_each_account(**store, [&](const store::AccountEntry& entry) {
    if (options.json)
      all.push_back(entry_json(entry));
    else
      table.add({printable(entry.id.user_id), entry.id.exchange, printable(entry.id.label),
                 minute_text(entry.created_at), entry.state.fingerprint, trouble_text(entry.state)});
  });
  if (!listed) return report(listed.error(), outside.err);
  if (options.json)
    print_json(outside.out, all);
  else if (table.empty())
    outside.out << "No account is linked yet: saldo account add binance\n";
  else
    table.print(outside.out);
  return ExitCode::done;
}

using Work = ExitCode (*)(const Options&, const Outside&);

CLI::App* declare(CLI::App& account, const char* name, const char* help, const std::shared_ptr<Options>& options,
                  Action& action, Work work) {
  auto* command = account.add_subcommand(name, help);
  command->callback([&action, options, work] {
    action = [options, work](const Outside& outside) { return work(*options, outside); };
  });
  return command;
}

void add_account_options(CLI::App& command, const std::shared_ptr<Options>& options) {
  command.add_option("exchange", options->exchange, "The exchange, by its ccxt id")->type_name("EXCHANGE")->required();
  command.add_option("--user", options->user, "Whose account it is")->type_name("ID")->capture_default_str();
  command.add_option("--label", options->label, "Tells a second account at the same exchange from the first")
      ->type_name("TEXT");
}

}  // namespace

void declare_account(CLI::App& program, Action& action) {
  auto* account = program.add_subcommand("account", "Link exchange accounts, list and remove them");
  account->require_subcommand(1);
  account->footer("Examples:\n  saldo account add binance\n  saldo account list");
  auto options = std::make_shared<Options>();
  auto* add_command = declare(*account, "add", "Link an account", options, action, add);
  add_command->footer(kAddFooter);
  add_account_options(*add_command, options);
  add_command->add_option("--from", options->from, "A JSON file with the keys; - is standard input")->type_name("FILE");
  auto* list_command = declare(*account, "list", "List the linked accounts", options, action, list);
  list_command->add_flag("--json", options->json, "Print JSON");
  list_command->footer("Example:\n  saldo account list --json");
  auto* remove_command = declare(*account, "remove", "Unlink an account; its history stays", options, action, remove);
  add_account_options(*remove_command, options);
  remove_command->footer("Example:\n  saldo account remove binance --label 2");
  auto* import_command = declare(*account, "import", "Link many accounts from JSON lines", options, action, import);
  import_command->add_option("file", options->from, "The file; - is standard input")->type_name("FILE")->required();
  import_command->footer(kImportFooter);
}

}  // namespace saldo::cli
