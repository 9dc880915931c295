#include "core/error.h"

#include <array>

#include "core/check.h"

namespace saldo {
namespace {

struct Row {
  ErrorKind kind;
  std::string_view name;
  Nature nature;
  std::string_view advice;
};

using enum ErrorKind;
constexpr auto kPassing = Nature::passing;
constexpr auto kLasting = Nature::lasting;

constexpr std::array kRows{
    Row{invalid_key, "invalid_key", kLasting,
        "Check that the API key still exists at the exchange, then link it again."},
    Row{bad_signature, "bad_signature", kLasting, "The API secret does not fit the key: link the account again."},
    Row{permission, "permission", kLasting, "Give the API key the right to read balances."},
    Row{ip_not_allowed, "ip_not_allowed", kLasting, "Allow this machine's address in the API key's settings."},
    Row{geo_blocked, "geo_blocked", kLasting,
        "The exchange refuses this machine's region: use an address or proxy where it is allowed."},
    Row{clock_skew, "clock_skew", kPassing, "Synchronise this machine's clock (NTP)."},
    Row{rate_limited, "rate_limited", kPassing, "Nothing to do: saldo waits. If it recurs, lower SALDO_LIMIT_SHARE."},
    Row{banned, "banned", kPassing,
        "The exchange has banned this address for a while: wait, and lower SALDO_LIMIT_SHARE."},
    Row{maintenance, "maintenance", kPassing, "The exchange is under maintenance: run again later."},
    Row{timeout, "timeout", kPassing, "The exchange did not answer in time: run again later."},
    Row{network, "network", kPassing, "Check the network, the proxy and the name service, then run again."},
    Row{bad_response, "bad_response", kPassing,
        "The exchange sent something unexpected: run again later; report it if it stays."},
    Row{wrong_region, "wrong_region", kLasting, "The key belongs to another region of the exchange: link it again."},
    Row{wrong_account_mode, "wrong_account_mode", kLasting,
        "The account is in a mode that this wallet does not have: link it again."},
    Row{not_enabled, "not_enabled", kLasting, "Nothing to do: this wallet was never opened."},
    Row{unsupported, "unsupported", kLasting, "saldo cannot read this yet: see `saldo exchanges`."},
    Row{undecryptable_key, "undecryptable_key", kLasting,
        "The stored key was encrypted with another ENCRYPTION_KEY: add the old one, or link the account again."},
    Row{unknown_exchange, "unknown_exchange", kLasting,
        "saldo does not know this exchange: see `saldo exchanges` for those it does."},
    Row{exchange_closed, "exchange_closed", kLasting, "The exchange has closed down: remove the account."},
    Row{no_price_source, "no_price_source", kPassing, "No price source answered: check the network, then run again."},
    Row{no_response, "no_response", kLasting, "Give a recorded response for this request."},
    Row{stopped, "stopped", kPassing, "The run was stopped: run it again, and it goes on where it was."},
    Row{store_unavailable, "store_unavailable", kPassing, "Check that the database can be reached, then run again."},
    Row{store_full, "store_full", kPassing, "The disk is full: free some space, then run again."},
    Row{store_damaged, "store_damaged", kLasting, "The database file is damaged: restore it from a backup."},
    Row{store_newer, "store_newer", kLasting, "The database was written by a newer saldo: upgrade saldo."},
    Row{configuration, "configuration", kLasting, "Correct the setting, then run again."},
    Row{usage, "usage", kLasting, "See `saldo --help`."},
    Row{not_found, "not_found", kLasting,
        "Check the name; `saldo account list` and `saldo history` show what there is."},
    Row{internal, "internal", kLasting, "This is a bug in saldo: please report it."},
};

constexpr auto kKinds = [] {
  std::array<ErrorKind, kRows.size()> kinds{};
  for (std::size_t i = 0; i < kRows.size(); ++i) kinds[i] = kRows[i].kind;
  return kinds;
}();

constexpr bool in_order_of_the_enum() {
  for (std::size_t i = 0; i < kRows.size(); ++i)
    if (static_cast<std::size_t>(kRows[i].kind) != i) return false;
  return static_cast<std::size_t>(internal) + 1 == kRows.size();
}
static_assert(in_order_of_the_enum());

const Row& row(ErrorKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  check(index < kRows.size(), "an ErrorKind outside its enum");
  return kRows[index];
}

}  // namespace

std::string_view name(ErrorKind kind) { return row(kind).name; }
Nature nature(ErrorKind kind) { return row(kind).nature; }
std::string_view advice(ErrorKind kind) { return row(kind).advice; }
std::span<const ErrorKind> all_error_kinds() { return kKinds; }

std::optional<ErrorKind> error_kind(std::string_view name) {
  for (const Row& row : kRows)
    if (row.name == name) return row.kind;
  return {};
}

}  // namespace saldo
