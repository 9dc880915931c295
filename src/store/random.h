#pragma once

#include <functional>
#include <span>

namespace saldo::store {

/// Fills a buffer with bytes that nobody can guess. Tests bring one that they can.
using RandomSource = std::function<void(std::span<unsigned char>)>;

/// The operating system's own, for production.
RandomSource system_random();

}  // namespace saldo::store
