#include "snapshot/reader.h"

#include <fmt/format.h>

#include "exchange/registry.h"
#include "snapshot/trouble.h"

namespace saldo::snapshot {
namespace {

/// What stands for the wallets of an account whose exchange we cannot ask.
constexpr std::string_view kAllWallets = "all";

std::vector<std::string> wallet_names(const exchange::Exchange& exchange) {
  return {exchange.wallets.begin(), exchange.wallets.end()};
}

Error unreadable(const AccountId& id) {
  if (exchange::is_closed(id.exchange))
    return {.kind = ErrorKind::exchange_closed, .message = fmt::format("{} has closed down", id.exchange)};
  return {.kind = ErrorKind::unknown_exchange, .message = fmt::format("saldo cannot read \"{}\"", id.exchange)};
}

Task<> read_account(AccountOutcome& outcome, const exchange::Exchange& exchange, driver::Driver& driver,
                    const store::Keyring& keyring) {
  const LinkedAccount& account = outcome.account;
  const auto credentials = keyring.decrypt(account.credentials);
  if (!credentials) {
    outcome.reading = fail(credentials.error());
    co_return;
  }
  outcome.key_fingerprint = store::fingerprint(credentials->api_key);
  outcome.was_asked = true;
  const bool is_known_key = outcome.key_fingerprint == account.state.fingerprint;
  const driver::Party party{.credentials = &*credentials,
                            .key = outcome.key_fingerprint,
                            .origin = is_known_key ? std::string_view{account.state.host} : std::string_view{}};
  const exchange::AccountContext context{.mode = account.state.mode};
  outcome.reading = co_await driver.converse(exchange.peer, party, exchange.balances(context));
}

/// Why the account is not to be tried; nothing when it is.
std::optional<Error> obstacle(const LinkedAccount& account, const exchange::Exchange* exchange, Time now) {
  if (account.defect) return account.defect;
  if (exchange == nullptr) return unreadable(account.id);
  return trouble(account.state, now);
}

AccountOutcome outcome_of(LinkedAccount account, Time now) {
  const auto* exchange = exchange::find(account.id.exchange);
  if (exchange != nullptr && account.exchange_name == account.id.exchange) account.exchange_name = exchange->name;
  AccountOutcome outcome{.account = std::move(account), .reading = AccountReading{}};
  outcome.key_fingerprint = outcome.account.state.fingerprint;
  if (auto error = obstacle(outcome.account, exchange, now)) outcome.reading = fail(std::move(*error));
  outcome.wallets = exchange == nullptr ? std::vector{std::string{kAllWallets}} : wallet_names(*exchange);
  return outcome;
}

}  // namespace

Task<std::vector<AccountOutcome>> read_accounts(std::vector<LinkedAccount> accounts, driver::Driver& driver,
                                                const store::Keyring& keyring, Clock& clock) {
  std::vector<AccountOutcome> outcomes;
  outcomes.reserve(accounts.size());
  for (auto& account : accounts) outcomes.push_back(outcome_of(std::move(account), clock.now()));
  std::vector<Task<>> readings;
  for (auto& outcome : outcomes)
    if (outcome.reading)
      readings.push_back(read_account(outcome, *exchange::find(outcome.account.id.exchange), driver, keyring));
  co_await run_all(std::move(readings));
  co_return outcomes;
}

}  // namespace saldo::snapshot
