#include "cli/snapshot_view.h"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "cli/money.h"
#include "cli/table.h"
#include "core/text.h"

namespace saldo::cli {
namespace {

constexpr int kAmountPlaces = 8;
constexpr int kPricePlaces = 8;
constexpr int kValuePlaces = 2;

/// A token with where it lies.
struct Line {
  std::size_t position;
  const AccountSnapshot* account;
  const WalletSnapshot* wallet;
  const Token* token;
};

std::string account_label(const std::string& exchange, const std::string& label) {
  return label.empty() ? exchange : exchange + " " + label;
}

bool comes_first(const Line& left, const Line& right) {
  const auto& left_value = left.token->value_usd;
  const auto& right_value = right.token->value_usd;
  if (left_value.has_value() != right_value.has_value()) return left_value.has_value();
  if (left_value && *left_value != *right_value) return *left_value > *right_value;
  return left.position < right.position;
}

/// All tokens, the most valuable first, those without a price at the end.
std::vector<Line> lines_of(const Snapshot& snapshot) {
  std::vector<Line> lines;
  for (const auto& account : snapshot.accounts)
    for (const auto& wallet : account.wallets)
      for (const auto& token : wallet.tokens) lines.push_back({lines.size(), &account, &wallet, &token});
  std::ranges::sort(lines, comes_first);
  return lines;
}

std::string money_cell(const std::optional<Decimal>& value) {
  if (!value) return "no price";
  Arithmetic math;
  return grouped(math.round(*value, kValuePlaces));
}

std::string price_cell(const Token& token) {
  if (!token.price_usd) return "";
  return short_amount(*token.price_usd, kPricePlaces) + (token.price_stale ? " (stale)" : "");
}

std::vector<Column> columns(bool with_prices) {
  std::vector<Column> columns{{"ACCOUNT"}, {"WALLET"}, {"ASSET"}, {"AMOUNT", Align::right}};
  if (with_prices) columns.push_back({"PRICE US$", Align::right});
  columns.push_back({"US$", Align::right});
  columns.push_back({"R$", Align::right});
  if (with_prices) columns.push_back({"PRICED BY"});
  return columns;
}

/// "~" stands before an amount that the exchange sent with more digits than saldo holds.
std::string amount_cell(const Balance& balance) {
  return (balance.inexact ? "~" : "") + short_amount(balance.total(), kAmountPlaces);
}

std::vector<std::string> cells(const Line& line, bool with_prices) {
  std::vector<std::string> row{account_label(line.account->exchange, line.account->label), line.wallet->wallet,
                               printable(line.token->balance.asset), amount_cell(line.token->balance)};
  if (with_prices) row.push_back(price_cell(*line.token));
  row.push_back(money_cell(line.token->value_usd));
  row.push_back(line.token->value_brl ? money_cell(line.token->value_brl) : "");
  if (with_prices) row.push_back(printable(line.token->price_path));
  return row;
}

void print_tokens(std::ostream& out, const Snapshot& snapshot, bool with_prices) {
  Table table{columns(with_prices)};
  for (const Line& line : lines_of(snapshot)) table.add(cells(line, with_prices));
  if (table.empty())
    out << "No balances.\n";
  else
    table.print(out);
}

std::string carried_text(const Failure& failure) {
  if (!failure.carried_from) return "It is not in the total. ";
  return fmt::format("Its amounts of {} UTC stand in for it. ", minute_text(*failure.carried_from));
}

std::string event_text(const SnapshotEvent& event) {
  const auto where = fmt::format("{} {}", account_label(event.exchange, event.label), event.wallet);
  const auto asset = printable(event.asset);
  switch (event.kind) {
    case EventKind::carrying_ended:
      return fmt::format("{} has not been read for too long; its last amounts have left the total.", where);
    case EventKind::price_lost:
      return fmt::format("{} ({}) has had no price for too long; its value has left the total.", asset, where);
    case EventKind::price_doubted:
      return fmt::format("{} ({}): its price jumped tenfold and nothing confirms it, so it is not used yet.", asset,
                         where);
    case EventKind::row_not_read: return fmt::format("{}: what could not be understood is not in the total.", where);
    case EventKind::wallet_absent: return fmt::format("{} was never opened, so there is nothing to read.", where);
  }
  return {};
}

void print_troubles(std::ostream& out, const Snapshot& snapshot) {
  for (const auto& failure : failures(snapshot))
    fmt::print(out, "\nNot read: {} {} ({}): {}\n  {}{}\n", account_label(failure.exchange, failure.label),
               failure.wallet, name(failure.error.kind), printable(failure.error.message), carried_text(failure),
               advice(failure.error.kind));
  for (const auto& account : snapshot.accounts)
    for (const auto& wallet : account.wallets)
      for (const auto& row : wallet.odd_rows)
        fmt::print(out, "\nNot understood: {} {}: {}: {}\n", account_label(account.exchange, account.label),
                   wallet.wallet, printable(row.reason), printable(row.text));
  for (const auto& event : snapshot.events) fmt::print(out, "\nNote: {}\n", event_text(event));
}

void print_unpriced(std::ostream& out, const Snapshot& snapshot) {
  const auto count = unpriced(snapshot).size();
  if (count == 1) out << "1 asset has no price and is not in the total.\n";
  if (count > 1) fmt::print(out, "{} assets have no price and are not in the total.\n", count);
}

}  // namespace

std::string status_text(const Snapshot& snapshot) {
  return snapshot.status == SnapshotStatus::complete ? "complete" : "partial: " + store::short_reason(snapshot);
}

std::string status_text(const store::HistoryEntry& entry) {
  return entry.status == SnapshotStatus::complete ? "complete" : "partial: " + printable(entry.why);
}

void print_snapshot(std::ostream& out, const Snapshot& snapshot, bool with_prices) {
  fmt::print(out, "Snapshot of {} at {} UTC\n\n", printable(snapshot.user_id), minute_text(snapshot.slot.at));
  print_tokens(out, snapshot, with_prices);
  print_troubles(out, snapshot);
  fmt::print(out, "\nTotal {}  {}  ({})\n", us_dollars(snapshot.total_usd), reais(snapshot.total_brl),
             status_text(snapshot));
  print_unpriced(out, snapshot);
  fmt::print(out, "1 US$ = R$ {} by {}, {} UTC{}\n", snapshot.usd_brl.rate.text(), snapshot.usd_brl.source,
             minute_text(snapshot.usd_brl.as_of), snapshot.usd_brl.stale ? " (stale)" : "");
}

}  // namespace saldo::cli
