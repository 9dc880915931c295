#include "store/sqlite/account_columns.h"

#include <string>
#include <utility>

namespace saldo::store::sqlite {
namespace {

std::optional<ErrorKind> take_failure_kind(Rows& row) {
  const auto word = row.optional_text();
  if (!word) return {};
  return error_kind(*word).value_or(ErrorKind::internal);
}

}  // namespace

AccountState take_account_state(Rows& row) {
  return {.fingerprint = row.text(),
          .host = row.text(),
          .mode = row.text(),
          .last_nonce = row.integer(),
          .failures_in_a_row = row.small_integer(),
          .last_failure = take_failure_kind(row),
          .tried_at = row.optional_time()};
}

AccountId take_account_id(Rows& row) { return {.user_id = row.text(), .exchange = row.text(), .label = row.text()}; }

}  // namespace saldo::store::sqlite
