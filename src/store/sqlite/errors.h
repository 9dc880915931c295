#pragma once

#include <string_view>

#include <sqlite3.h>

#include "core/error.h"

namespace saldo::store::sqlite {

/// What the last failure of `database` means for saldo: the one place where SQLite's codes become ErrorKinds.
/// `file` is named in the message, with what to do about it.
Error error_of(sqlite3* database, std::string_view file);

/// For a stored value that saldo would not have written.
Error damaged(std::string_view file, std::string_view what);

}  // namespace saldo::store::sqlite
