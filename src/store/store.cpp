#include "store/store.h"

#include <algorithm>

#include <fmt/format.h>

namespace saldo::store {
namespace {

constexpr std::size_t kMaxNamedWallets = 3;

std::string wallet_reason(const Failure& failure) {
  const AccountId id{.user_id = {}, .exchange = failure.exchange, .label = failure.label};
  const auto kind = name(failure.error.kind);
  if (!failure.carried_from) return fmt::format("{} {}: {}", id.account(), failure.wallet, kind);
  return fmt::format("{} {} carried from {}, {}", id.account(), failure.wallet, iso_text(*failure.carried_from), kind);
}

}  // namespace

std::string short_reason(const Snapshot& snapshot) {
  if (snapshot.status == SnapshotStatus::complete) return {};
  const auto found = failures(snapshot);
  const auto named = std::min(found.size(), kMaxNamedWallets);
  std::string reason;
  for (std::size_t i = 0; i < named; ++i) reason += (i == 0 ? "" : ", ") + wallet_reason(found[i]);
  if (found.size() > named) reason += fmt::format(" and {} more", found.size() - named);
  return reason;
}

}  // namespace saldo::store
