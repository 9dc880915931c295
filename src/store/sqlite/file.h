#pragma once

#include <filesystem>

#include "core/result.h"

namespace saldo::store::sqlite {

/// Makes sure that there is a file to open: a new one is empty and has mode 0600, for it tells what people own;
/// folders that are missing are made with mode 0700. A file that exists is left as it is.
Result<void> ensure_private_file(const std::filesystem::path& path);

}  // namespace saldo::store::sqlite
