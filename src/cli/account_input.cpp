#include "cli/account_input.h"

#include <algorithm>
#include <istream>
#include <ostream>

#include <fmt/format.h>

#include "core/text.h"
#include "exchange/registry.h"
#include "wire/json.h"

namespace saldo::cli {
namespace {

constexpr std::size_t kIdBytesMax = 128;
constexpr std::size_t kKeyBytesMax = 8 * 1024;
constexpr std::size_t kLineErrorsShownMax = 12;

std::string optional_text(const wire::JsonValue& object, std::string_view key) {
  return std::string{object.text(key).value_or("")};
}

Secret optional_secret(const wire::JsonValue& object, std::string_view key) {
  return Secret{object.text(key).value_or("")};
}

/// What was typed or pasted, without the blanks around it and the marks that a terminal puts around pasted text.
std::string cleaned(std::string line) {
  for (const std::string_view mark : {"\x1b[200~", "\x1b[201~"})
    if (const auto at = line.find(mark); at != std::string::npos) line.erase(at, mark.size());
  const auto first = std::min(line.find_first_not_of(" \t\r"), line.size());
  line.erase(0, first);
  line.erase(line.find_last_not_of(" \t\r") + 1);
  return line;
}

std::string answer(std::string_view question, const Outside& outside) {
  outside.err << question << ": " << std::flush;
  std::string line;
  std::getline(outside.in, line);
  outside.err << "\n";
  return cleaned(std::move(line));
}

/// Some exchanges give a private key instead of a secret.
bool is_pem(const Secret& secret) { return secret.reveal().starts_with("-----BEGIN "); }

/// Keys are printable ASCII. Only a PEM file has blanks and line ends.
bool is_clean(std::string_view text, bool may_have_lines) {
  return std::ranges::all_of(text, [may_have_lines](char c) {
    return (c > ' ' && c <= '~') || (may_have_lines && (c == '\n' || c == '\r' || c == ' '));
  });
}

Result<void> check_secret(std::string_view field, const Secret& secret, bool wanted, bool may_have_lines) {
  if (secret.empty() && !wanted) return {};
  if (secret.empty()) return fail(ErrorKind::usage, fmt::format("{} is missing", field));
  if (secret.reveal().size() > kKeyBytesMax) return fail(ErrorKind::usage, fmt::format("{} is too long", field));
  if (!is_clean(secret.reveal(), may_have_lines))
    return fail(ErrorKind::usage,
                fmt::format("{} has blanks or characters that no key has: copy it again from the exchange", field));
  return {};
}

bool is_clean_id(std::string_view text) {
  return text.size() <= kIdBytesMax && is_utf8(text) && printable(text) == text;
}

Result<void> check_id(const AccountId& id) {
  if (id.user_id.empty()) return fail(ErrorKind::usage, "user_id is missing");
  if (!is_clean_id(id.user_id) || !is_clean_id(id.label))
    return fail(ErrorKind::usage, "user_id and label must be printable text of at most 128 bytes");
  return {};
}

}  // namespace

Result<GivenAccount> read_account(std::string_view json) {
  const auto document = wire::JsonDocument::parse(json);
  if (!document) return fail(ErrorKind::usage, document.error().message);
  const auto root = document->root();
  if (!root.is_object()) return fail(ErrorKind::usage, "not a JSON object");
  return GivenAccount{.id = {.user_id = optional_text(root, "user_id"),
                             .exchange = optional_text(root, "exchange_id"),
                             .label = optional_text(root, "label")},
                      .credentials = {.api_key = optional_secret(root, "api_key"),
                                      .api_secret = optional_secret(root, "api_secret"),
                                      .passphrase = optional_secret(root, "passphrase"),
                                      .uid = optional_text(root, "uid")}};
}

Result<std::vector<GivenAccount>> read_accounts(std::string_view json_lines) {
  std::vector<GivenAccount> accounts;
  std::string problems;
  std::size_t problem_count = 0;
  for (std::size_t number = 1; !json_lines.empty() && problem_count < kLineErrorsShownMax; ++number) {
    const auto end = std::min(json_lines.find('\n'), json_lines.size());
    const auto line = json_lines.substr(0, end);
    json_lines.remove_prefix(std::min(end + 1, json_lines.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto account = read_account(line);
    const auto checked = account ? check_account(*account) : Result<void>{fail(account.error())};
    if (checked) {
      accounts.push_back(std::move(*account));
      continue;
    }
    ++problem_count;
    problems += fmt::format("\n  line {}: {}", number, checked.error().message);
  }
  if (problem_count == 0) return accounts;
  return fail(ErrorKind::usage, "nothing was linked, because of:" + problems);
}

Result<Credentials> ask_for_credentials(const exchange::Exchange& exchange, const Outside& outside) {
  outside.err << "Keys of " << exchange.name << "; the right to read is enough. What you type is not shown.\n";
  // Hidden before the first question, for whoever sees it may type at once, and until after the last answer, for keys
  // may be pasted all together.
  outside.hide_input(true);
  Credentials credentials;
  auto line = answer("API key", outside);
  credentials.api_key = Secret::take(line);
  line = answer("API secret", outside);
  credentials.api_secret = Secret::take(line);
  if (exchange.wants_passphrase) {
    line = answer("Passphrase", outside);
    credentials.passphrase = Secret::take(line);
  }
  if (exchange.wants_uid) credentials.uid = answer("UID", outside);
  outside.hide_input(false);
  return credentials;
}

Result<void> check_account(const GivenAccount& account) {
  if (const auto id = check_id(account.id); !id) return id;
  const auto& name = account.id.exchange;
  if (name.empty()) return fail(ErrorKind::usage, "exchange_id is missing");
  if (exchange::is_closed(name)) return fail(ErrorKind::usage, fmt::format("{} has closed down", name));
  const auto* exchange = exchange::find(name);
  if (exchange == nullptr)
    return fail(
        ErrorKind::usage,
        fmt::format("saldo does not know the exchange \"{}\": `saldo exchanges` lists those it does", printable(name)));
  const auto& keys = account.credentials;
  if (auto checked = check_secret("api_key", keys.api_key, true, false); !checked) return checked;
  if (auto checked = check_secret("api_secret", keys.api_secret, true, is_pem(keys.api_secret)); !checked)
    return checked;
  if (exchange->wants_uid && keys.uid.empty()) return fail(ErrorKind::usage, "uid is missing");
  return check_secret("passphrase", keys.passphrase, exchange->wants_passphrase, false);
}

}  // namespace saldo::cli
