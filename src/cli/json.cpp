#include "cli/json.h"

#include <ostream>

#include <boost/json/serialize.hpp>

namespace saldo::cli {
namespace {

json::value optional_amount(const std::optional<Decimal>& number) {
  return number ? amount_json(*number) : json::value(nullptr);
}

json::value error_json(const std::optional<Error>& error) {
  if (!error) return nullptr;
  return json::object{{"kind", name(error->kind)}, {"message", error->message}};
}

json::object token_json(const Token& token) {
  const Balance& balance = token.balance;
  return {{"symbol", balance.asset},
          {"free", amount_json(balance.free)},
          {"locked", amount_json(balance.locked)},
          {"borrowed", amount_json(balance.borrowed)},
          {"amount", amount_json(balance.total())},
          {"inexact", balance.inexact},
          {"price_usd", optional_amount(token.price_usd)},
          {"price_path", token.price_path},
          {"price_stale", token.price_stale},
          {"price_as_of", time_json(token.price_as_of)},
          {"value_usd", optional_amount(token.value_usd)},
          {"value_brl", optional_amount(token.value_brl)}};
}

json::object wallet_json(const WalletSnapshot& wallet) {
  json::array tokens;
  for (const auto& token : wallet.tokens) tokens.push_back(token_json(token));
  json::array odd_rows;
  for (const auto& row : wallet.odd_rows) odd_rows.push_back(json::object{{"text", row.text}, {"reason", row.reason}});
  return {{"wallet", wallet.wallet},           {"status", name(wallet.status)}, {"as_of", time_json(wallet.as_of)},
          {"error", error_json(wallet.error)}, {"tokens", std::move(tokens)},   {"odd_rows", std::move(odd_rows)}};
}

json::object account_json(const AccountSnapshot& account) {
  json::array wallets;
  for (const auto& wallet : account.wallets) wallets.push_back(wallet_json(wallet));
  return {{"exchange", account.exchange},
          {"label", account.label},
          {"exchange_name", account.exchange_name},
          {"total_usd", amount_json(account.total_usd)},
          {"total_brl", amount_json(account.total_brl)},
          {"stale", is_stale(account)},
          {"wallets", std::move(wallets)}};
}

json::object event_json(const SnapshotEvent& event) {
  return {{"kind", name(event.kind)},
          {"exchange", event.exchange},
          {"label", event.label},
          {"wallet", event.wallet},
          {"asset", event.asset}};
}

json::array failures_json(const Snapshot& snapshot) {
  json::array list;
  for (const auto& failure : failures(snapshot))
    list.push_back(json::object{{"exchange", failure.exchange},
                                {"label", failure.label},
                                {"wallet", failure.wallet},
                                {"kind", name(failure.error.kind)},
                                {"message", failure.error.message},
                                {"advice", advice(failure.error.kind)}});
  return list;
}

json::array unpriced_json(const Snapshot& snapshot) {
  json::array list;
  for (const auto& token : unpriced(snapshot))
    list.push_back(json::object{{"exchange", token.exchange},
                                {"label", token.label},
                                {"symbol", token.symbol},
                                {"amount", amount_json(token.amount)}});
  return list;
}

}  // namespace

void print_json(std::ostream& out, const json::value& value) { out << json::serialize(value) << "\n"; }

json::value amount_json(const Decimal& number) { return json::value(number.text()); }
json::value time_json(Time time) { return json::value(iso_text(time)); }
json::value time_json(const std::optional<Time>& time) { return time ? time_json(*time) : json::value(nullptr); }

json::object usd_brl_json(const UsdBrl& rate) {
  return {{"rate", amount_json(rate.rate)},
          {"source", rate.source},
          {"as_of", time_json(rate.as_of)},
          {"stale", rate.stale}};
}

json::object snapshot_json(const Snapshot& snapshot) {
  json::array accounts;
  for (const auto& account : snapshot.accounts) accounts.push_back(account_json(account));
  json::array events;
  for (const auto& event : snapshot.events) events.push_back(event_json(event));
  return {{"user_id", snapshot.user_id},
          {"slot", time_json(snapshot.slot.at)},
          {"taken_at", time_json(snapshot.taken_at)},
          {"run_id", snapshot.run_id},
          {"trigger", name(snapshot.trigger)},
          {"status", name(snapshot.status)},
          {"quality", snapshot.quality},
          {"total_usd", amount_json(snapshot.total_usd)},
          {"total_brl", amount_json(snapshot.total_brl)},
          {"usd_brl", usd_brl_json(snapshot.usd_brl)},
          {"accounts", std::move(accounts)},
          {"failures", failures_json(snapshot)},
          {"unpriced", unpriced_json(snapshot)},
          {"events", std::move(events)}};
}

}  // namespace saldo::cli
