#include "pricing/last_prices.h"

namespace saldo::pricing {

LastPrices::LastPrices(const Snapshot& previous, Slot slot, Milliseconds limit) {
  for (const auto& account : previous.accounts)
    for (const auto& wallet : account.wallets)
      for (const auto& token : wallet.tokens) {
        if (!token.price_usd || !token.price_as_of) continue;
        const Price price{
            .usd = *token.price_usd, .path = token.price_path, .stale = true, .as_of = *token.price_as_of};
        entries_[{account.exchange, token.balance.asset}] = {.price = price,
                                                             .expired = slot.at - *token.price_as_of > limit};
      }
}

std::optional<Price> LastPrices::find(std::string_view exchange, std::string_view asset) const {
  const auto found = entries_.find({std::string{exchange}, std::string{asset}});
  if (found == entries_.end() || found->second.expired) return {};
  return found->second.price;
}

bool LastPrices::has_expired(std::string_view exchange, std::string_view asset) const {
  const auto found = entries_.find({std::string{exchange}, std::string{asset}});
  return found != entries_.end() && found->second.expired;
}

}  // namespace saldo::pricing
