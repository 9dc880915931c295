#include "store/contract/contract.h"

#include <chrono>

namespace saldo::store::contract {

std::ostream& operator<<(std::ostream& out, const Implementation& implementation) { return out << implementation.name; }

Slot slot_at(int minutes) { return {from_unix_ms(1767225600000) + std::chrono::minutes{minutes}}; }

Decimal decimal(std::string_view text) { return must(Decimal::parse(text)); }

AccountKey key_of(const AccountId& id, std::string fingerprint) {
  return {.id = id,
          .credentials = {.api_key = "key of " + id.user_id,
                          .api_secret = "secret of " + id.user_id,
                          .passphrase = "",
                          .uid = "uid"},
          .fingerprint = std::move(fingerprint),
          .linked_at = slot_at(-60).at};
}

AccountId binance_of(std::string user_id) {
  return {.user_id = std::move(user_id), .exchange = "binance", .label = ""};
}

Snapshot simple_snapshot(std::string user_id, Slot slot, int quality) {
  const Token token{.balance = {.asset = "BTC", .free = decimal("0.50"), .locked = {}, .borrowed = {}},
                    .price_usd = decimal("100000.00"),
                    .price_path = "binance:BTC/USDT * kraken:USDT/USD",
                    .value_usd = decimal("50000.00000000"),
                    .value_brl = decimal("270000.00000000")};
  return {
      .user_id = std::move(user_id),
      .slot = slot,
      .taken_at = slot.at + std::chrono::seconds{17},
      .run_id = "run",
      .quality = quality,
      .total_usd = decimal("50000.00"),
      .total_brl = decimal("270000.00"),
      .usd_brl = {.rate = decimal("5.4000"), .source = "awesomeapi", .as_of = slot.at},
      .accounts = {{.exchange = "binance",
                    .label = "",
                    .exchange_name = "Binance",
                    .exchange_ref = "",
                    .total_usd = decimal("50000.00"),
                    .total_brl = decimal("270000.00"),
                    .wallets = {{.wallet = "spot", .as_of = slot.at, .error = {}, .tokens = {token}, .odd_rows = {}}}}},
      .events = {}};
}

void StoreContract::link(const std::vector<std::string>& user_ids) {
  std::vector<AccountKey> keys;
  for (const auto& user_id : user_ids) keys.push_back(key_of(binance_of(user_id)));
  must(store_->link_accounts(keys));
}

SaveOutcome StoreContract::save(const Snapshot& snapshot) { return must(store_->save({&snapshot, 1})).at(0); }

std::vector<User> StoreContract::all_users(const UserQuery& query, std::size_t page) {
  const auto stream = must(store_->active_users(query));
  std::vector<User> users;
  for (auto some = must(stream->next(page)); !some.empty(); some = must(stream->next(page)))
    users.insert(users.end(), some.begin(), some.end());
  return users;
}

std::vector<AccountEntry> StoreContract::all_accounts() { return must(store_->accounts(std::nullopt, 1000)); }

}  // namespace saldo::store::contract
