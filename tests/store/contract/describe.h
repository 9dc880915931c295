#pragma once

#include <string>

#include "store/store.h"

/// Everything that a value holds as text, digit for digit: what a test compares, and shows when it fails.
namespace saldo::store::contract {

std::string describe(const Snapshot& snapshot);
std::string describe(const HistoryEntry& entry);
std::string describe(const PriceBoard& board);
std::string describe(const Run& run);
std::string describe(const SlotEntry& entry);
std::string describe(const UserFailure& failure);
std::string describe(const User& user);
std::string describe(const AccountEntry& entry);

template <class T>
std::string describe(const std::optional<T>& value) {
  return value ? describe(*value) : "nothing";
}

template <class T>
std::string describe(const std::vector<T>& values) {
  std::string text;
  for (const auto& value : values) text += describe(value) + "\n";
  return text;
}

}  // namespace saldo::store::contract
