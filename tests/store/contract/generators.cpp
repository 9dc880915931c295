#include "store/contract/generators.h"

#include <algorithm>
#include <string>
#include <vector>

#include "store/contract/contract.h"

namespace saldo::store::contract {
namespace {

constexpr int kMaxParts = 4;
constexpr int kMinutesOfTenYears = 10 * 365 * 24 * 60;

template <class T>
rc::Gen<std::optional<T>> optional_of(rc::Gen<T> generator) {
  return rc::gen::oneOf(rc::gen::just(std::optional<T>{}),
                        rc::gen::map(std::move(generator), [](T value) { return std::optional<T>{std::move(value)}; }));
}

template <class T>
std::vector<T> some(const rc::Gen<T>& generator) {
  const auto count = *rc::gen::inRange<std::size_t>(0, kMaxParts);
  return *rc::gen::container<std::vector<T>>(count, generator);
}

rc::Gen<Error> any_error() {
  return rc::gen::exec([] {
    const auto kinds = all_error_kinds();
    return Error{.kind = kinds[*rc::gen::inRange<std::size_t>(0, kinds.size())],
                 .message = *any_text(),
                 .until = *optional_of(any_time())};
  });
}

rc::Gen<Token> any_token() {
  return rc::gen::exec([] {
    return Token{.balance = {.asset = *any_text(),
                             .free = *any_decimal(),
                             .locked = *any_decimal(),
                             .borrowed = *any_decimal(),
                             .inexact = *rc::gen::arbitrary<bool>()},
                 .price_usd = *optional_of(any_decimal()),
                 .price_path = *any_text(),
                 .price_stale = *rc::gen::arbitrary<bool>(),
                 .price_as_of = *optional_of(any_time()),
                 .value_usd = *optional_of(any_decimal()),
                 .value_brl = *optional_of(any_decimal())};
  });
}

rc::Gen<OddRow> any_odd_row() {
  return rc::gen::exec([] { return OddRow{.text = *any_text(), .reason = *any_text()}; });
}

rc::Gen<WalletSnapshot> any_wallet() {
  return rc::gen::exec([] {
    return WalletSnapshot{.wallet = *any_text(),
                          .status = *rc::gen::element(WalletStatus::ok, WalletStatus::carried,
                                                      WalletStatus::not_enabled, WalletStatus::failed),
                          .as_of = *optional_of(any_time()),
                          .error = *optional_of(any_error()),
                          .tokens = some(any_token()),
                          .odd_rows = some(any_odd_row())};
  });
}

rc::Gen<AccountSnapshot> any_account() {
  return rc::gen::exec([] {
    return AccountSnapshot{.exchange = *rc::gen::element<std::string>("binance", "kraken", "mercado"),
                           .label = *rc::gen::element<std::string>("", "2", "Konto für Öl"),
                           .exchange_name = *any_text(),
                           .exchange_ref = *rc::gen::element<std::string>("", "65f0c0ffee65f0c0ffee65f0"),
                           .key_fingerprint = *rc::gen::element<std::string>("", "0123456789abcdef"),
                           .total_usd = *any_decimal(),
                           .total_brl = *any_decimal(),
                           .wallets = some(any_wallet())};
  });
}

rc::Gen<SnapshotEvent> any_event() {
  return rc::gen::exec([] {
    return SnapshotEvent{.kind = *rc::gen::element(EventKind::carrying_ended, EventKind::price_lost,
                                                   EventKind::price_doubted, EventKind::wallet_absent),
                         .exchange = *any_text(),
                         .label = *any_text(),
                         .wallet = *any_text(),
                         .asset = *any_text()};
  });
}

rc::Gen<UsdBrl> any_rate() {
  return rc::gen::exec([] {
    return UsdBrl{
        .rate = *any_decimal(), .source = *any_text(), .as_of = *any_time(), .stale = *rc::gen::arbitrary<bool>()};
  });
}

rc::Gen<Ticker> any_ticker() {
  return rc::gen::exec([] {
    return Ticker{
        .base = *any_text(), .quote = *any_text(), .last = *any_decimal(), .doubted = *optional_of(any_decimal())};
  });
}

rc::Gen<ExchangePrices> any_exchange_prices() {
  return rc::gen::exec([] {
    return ExchangePrices{.exchange = *any_text(),
                          .as_of = *any_time(),
                          .stale = *rc::gen::arbitrary<bool>(),
                          .tickers = some(any_ticker())};
  });
}

}  // namespace

rc::Gen<Decimal> any_decimal() {
  return rc::gen::exec([] {
    const auto count = *rc::gen::inRange<std::size_t>(1, Decimal::kMaxDigits + 1);
    const auto digits = *rc::gen::container<std::string>(count, rc::gen::inRange('0', static_cast<char>('9' + 1)));
    const auto exponent = *rc::gen::oneOf(rc::gen::just(0), rc::gen::inRange(-18, 1), rc::gen::inRange(-200, 200));
    const std::string sign = *rc::gen::arbitrary<bool>() ? "-" : "";
    // A zero without places has one text only.
    const bool is_zero = digits.find_first_not_of('0') == std::string::npos;
    return decimal(sign + digits + "e" + std::to_string(is_zero ? std::min(exponent, 0) : exponent));
  });
}

rc::Gen<std::string> any_text() {
  return rc::gen::oneOf(
      rc::gen::element<std::string>("", "BTC", "123", "0", "null", "Ξ", "貓幣", "😀", "a'b\"c`",
                                    "tab\tline\nback\\slash", " blank ", "%s {} $set .a", std::string(300, 'x')),
      rc::gen::container<std::string>(rc::gen::inRange(' ', '~')));
}

rc::Gen<Time> any_time() {
  return rc::gen::map(rc::gen::inRange<std::int64_t>(0, 4102444800000), [](auto ms) { return from_unix_ms(ms); });
}

rc::Gen<Snapshot> any_snapshot() {
  return rc::gen::exec([] {
    return Snapshot{.user_id = *rc::gen::element<std::string>("65f0aa", "maria@example.com", "usuário 7", "42"),
                    .slot = slot_at(*rc::gen::inRange(0, kMinutesOfTenYears)),
                    .taken_at = *any_time(),
                    .run_id = *any_text(),
                    .trigger = *rc::gen::element(Trigger::manual, Trigger::schedule, Trigger::catch_up),
                    .status = *rc::gen::element(SnapshotStatus::complete, SnapshotStatus::partial),
                    .quality = *rc::gen::inRange(0, 1000),
                    .total_usd = *any_decimal(),
                    .total_brl = *any_decimal(),
                    .usd_brl = *any_rate(),
                    .accounts = some(any_account()),
                    .events = some(any_event())};
  });
}

rc::Gen<PriceBoard> any_price_board() {
  return rc::gen::exec([] { return PriceBoard{.usd_brl = *any_rate(), .exchanges = some(any_exchange_prices())}; });
}

}  // namespace saldo::store::contract
