#include "sim/exchanges/registry.h"

#include "sim/exchanges/awesomeapi.h"
#include "sim/exchanges/binance.h"

namespace sim {

const std::vector<Registration>& exchange_registry() {
  static const std::vector<Registration> kRegistry = {
      {"binance", make_binance},
  };
  return kRegistry;
}

Registration price_sources() { return {"awesomeapi", make_awesomeapi}; }

}  // namespace sim
