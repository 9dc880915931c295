#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace saldo::store {

/// Works on a SQLite file behind the store's back.
void run_raw(const std::filesystem::path& file, const std::string& sql);
/// The first value of the first row.
std::string ask_raw(const std::filesystem::path& file, const std::string& sql);

}  // namespace saldo::store
