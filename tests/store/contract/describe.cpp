#include "store/contract/describe.h"

#include <fmt/format.h>

namespace saldo::store::contract {
namespace {

std::string shown(const Decimal& value) { return value.text(); }
std::string shown(Time time) { return iso_text(time); }
std::string shown(const std::string& text) { return fmt::format("'{}'", text); }
std::string shown(ErrorKind kind) { return std::string{name(kind)}; }

std::string shown(const Error& error) {
  return fmt::format("{} {} until {}", shown(error.kind), shown(error.message),
                     error.until ? shown(*error.until) : "none");
}

template <class T>
std::string shown(const std::optional<T>& value) {
  return value ? shown(*value) : "none";
}

std::string shown(const UsdBrl& rate) {
  return fmt::format("{} by {} at {} stale {}", shown(rate.rate), shown(rate.source), shown(rate.as_of), rate.stale);
}

std::string shown(const Token& token) {
  const auto& balance = token.balance;
  return fmt::format("    {} free {} locked {} borrowed {} inexact {} price {} by {} stale {} of {} usd {} brl {}\n",
                     shown(balance.asset), shown(balance.free), shown(balance.locked), shown(balance.borrowed),
                     balance.inexact, shown(token.price_usd), shown(token.price_path), token.price_stale,
                     shown(token.price_as_of), shown(token.value_usd), shown(token.value_brl));
}

std::string shown(const WalletSnapshot& wallet) {
  auto text = fmt::format("  wallet {} {} as of {} error {}\n", shown(wallet.wallet), name(wallet.status),
                          shown(wallet.as_of), shown(wallet.error));
  for (const auto& token : wallet.tokens) text += shown(token);
  for (const auto& row : wallet.odd_rows)
    text += fmt::format("    odd {} for {}\n", shown(row.text), shown(row.reason));
  return text;
}

std::string shown(const AccountSnapshot& account) {
  auto text = fmt::format(" account {} {} {} {} key {} usd {} brl {}\n", shown(account.exchange), shown(account.label),
                          shown(account.exchange_name), shown(account.exchange_ref), shown(account.key_fingerprint),
                          shown(account.total_usd), shown(account.total_brl));
  for (const auto& wallet : account.wallets) text += shown(wallet);
  return text;
}

std::string shown(const SnapshotEvent& event) {
  return fmt::format("{} {} {} {} {}", name(event.kind), shown(event.exchange), shown(event.label), shown(event.wallet),
                     shown(event.asset));
}

std::string shown(const AccountId& id) {
  return fmt::format("{}/{}/{}", shown(id.user_id), shown(id.exchange), shown(id.label));
}

std::string shown(const AccountState& state) {
  return fmt::format("key {} host {} mode {} nonce {} failures {} last {} tried {}", shown(state.fingerprint),
                     shown(state.host), shown(state.mode), state.last_nonce, state.failures_in_a_row,
                     shown(state.last_failure), shown(state.tried_at));
}

std::string shown(const LinkedAccount& account) {
  const auto& keys = account.credentials;
  return fmt::format(" {} {} {} {} {} {}\n", shown(account.id), shown(keys.api_key), shown(keys.api_secret),
                     shown(keys.passphrase), shown(keys.uid), shown(account.state));
}

std::string shown(const ExchangePrices& prices) {
  auto text = fmt::format(" {} at {} stale {}\n", shown(prices.exchange), shown(prices.as_of), prices.stale);
  for (const auto& ticker : prices.tickers)
    text += fmt::format("  {}/{} {} doubted {}\n", shown(ticker.base), shown(ticker.quote), shown(ticker.last),
                        shown(ticker.doubted));
  return text;
}

std::string shown(const RunCounts& counts) {
  return fmt::format("users {} {} {} {} {} {} accounts {} {} {} {}", counts.users_total, counts.users_complete,
                     counts.users_partial, counts.users_failed, counts.users_already_stored, counts.users_without_links,
                     counts.accounts_total, counts.accounts_ok, counts.accounts_failed, counts.accounts_stale);
}

}  // namespace

std::string describe(const Snapshot& snapshot) {
  auto text = fmt::format("snapshot of {} at {} taken {} by run {} ({}) {} quality {} usd {} brl {} rate {}\n",
                          shown(snapshot.user_id), shown(snapshot.slot.at), shown(snapshot.taken_at),
                          shown(snapshot.run_id), name(snapshot.trigger), name(snapshot.status), snapshot.quality,
                          shown(snapshot.total_usd), shown(snapshot.total_brl), shown(snapshot.usd_brl));
  for (const auto& account : snapshot.accounts) text += shown(account);
  for (const auto& event : snapshot.events) text += fmt::format(" event {}\n", shown(event));
  return text;
}

std::string describe(const HistoryEntry& entry) {
  return fmt::format("{} at {} taken {} {} quality {} usd {} brl {} rate {} why {}", shown(entry.user_id),
                     shown(entry.slot.at), shown(entry.taken_at), name(entry.status), entry.quality,
                     shown(entry.total_usd), shown(entry.total_brl), shown(entry.usd_brl), shown(entry.why));
}

std::string describe(const PriceBoard& board) {
  auto text = fmt::format("board {}\n", shown(board.usd_brl));
  for (const auto& prices : board.exchanges) text += shown(prices);
  return text;
}

std::string describe(const Run& run) {
  return fmt::format("run {} at {} ({}) on {} from {} to {} {} {}", shown(run.run_id), shown(run.slot.at),
                     name(run.trigger), shown(run.host), shown(run.started_at), shown(run.finished_at),
                     name(run.ending), shown(run.counts));
}

std::string describe(const SlotEntry& entry) {
  return fmt::format("slot {} to {} done {} for {} by {}", shown(entry.slot.at), shown(entry.last.at), entry.done,
                     shown(entry.reason), shown(entry.run_id));
}

std::string describe(const UserFailure& failure) {
  auto text = fmt::format("{}:", shown(failure.user_id));
  for (const auto kind : failure.kinds) text += " " + shown(kind);
  return text;
}

std::string describe(const User& user) {
  auto text = fmt::format("user {}", shown(user.user_id));
  if (user.stored) text += fmt::format(" stored complete {} quality {}", user.stored->complete, user.stored->quality);
  text += "\n";
  for (const auto& account : user.accounts) text += shown(account);
  return text;
}

std::string describe(const AccountEntry& entry) {
  return fmt::format("{} active {} created {} {}", shown(entry.id), entry.is_active, shown(entry.created_at),
                     shown(entry.state));
}

}  // namespace saldo::store::contract
