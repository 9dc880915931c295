#include "store/sqlite/errors.h"

#include <string>

#include <fmt/format.h>

namespace saldo::store::sqlite {
namespace {

constexpr int kPrimaryCodeMask = 0xff;

ErrorKind kind_of(int code) {
  switch (code) {
    case SQLITE_FULL: return ErrorKind::store_full;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_PROTOCOL: return ErrorKind::store_unavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return ErrorKind::store_damaged;
    default: return ErrorKind::internal;
  }
}

std::string_view remedy(int code) {
  switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "another program is writing to it: run again when that has ended";
    case SQLITE_CANTOPEN: return "check that the file and its folder can be read and written by this user";
    case SQLITE_READONLY:
    case SQLITE_PERM: return "make the file and its folder writable for this user";
    case SQLITE_FULL: return "free some space, then run again";
    case SQLITE_IOERR: return "check the disk, its free space and your quota";
    case SQLITE_NOTADB: return "this is no SQLite file: set SALDO_DATABASE to another one";
    case SQLITE_CORRUPT: return "restore it from a backup";
    default: return "this is a bug in saldo";
  }
}

}  // namespace

Error error_of(sqlite3* database, std::string_view file) {
  const int code = sqlite3_extended_errcode(database) & kPrimaryCodeMask;
  return {.kind = kind_of(code),
          .message = fmt::format("{}: {}; {}", file, sqlite3_errmsg(database), remedy(code)),
          .until = {}};
}

Error damaged(std::string_view file, std::string_view what) {
  return {.kind = ErrorKind::store_damaged,
          .message = fmt::format("{}: it holds {}, which saldo does not write; restore it from a backup", file, what),
          .until = {}};
}

}  // namespace saldo::store::sqlite
