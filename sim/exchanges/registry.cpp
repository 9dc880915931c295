#include "sim/exchanges/registry.h"

#include "sim/exchanges/awesomeapi.h"
#include "sim/exchanges/binance.h"
#include "sim/exchanges/coinbase_rates.h"
#include "sim/exchanges/frankfurter.h"

namespace sim {

const std::vector<Registration>& exchange_registry() {
  static const std::vector<Registration> kRegistry = {
      {"binance", make_binance},
  };
  return kRegistry;
}

const std::vector<Registration>& price_sources() {
  static const std::vector<Registration> kSources = {
      {"awesomeapi", make_awesomeapi},
      {"coinbase-rates", make_coinbase_rates},
      {"frankfurter", make_frankfurter},
  };
  return kSources;
}

std::size_t price_source_for(std::string_view path) {
  if (path.starts_with("/v2/exchange-rates")) return 1;
  return path.starts_with("/v2/") ? 2 : 0;
}

}  // namespace sim
