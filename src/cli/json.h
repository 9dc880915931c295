#pragma once

#include <iosfwd>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "core/decimal.h"
#include "core/price.h"
#include "core/snapshot.h"

namespace saldo::cli {

namespace json = boost::json;

/// One line.
void print_json(std::ostream& out, const json::value& value);

/// Amounts are strings: a reader's numbers may be binary.
json::value amount_json(const Decimal& number);
json::value time_json(Time time);
/// null when there is none.
json::value time_json(const std::optional<Time>& time);
json::object usd_brl_json(const UsdBrl& rate);
/// A snapshot in full, as the store keeps it.
json::object snapshot_json(const Snapshot& snapshot);

}  // namespace saldo::cli
