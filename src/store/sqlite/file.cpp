#include "store/sqlite/file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>

#include <fmt/format.h>

#include "store/file_descriptor.h"

namespace saldo::store::sqlite {
namespace {

constexpr mode_t kFileMode = 0600;
constexpr mode_t kFolderMode = 0700;

std::unexpected<Error> creation_failure(const std::filesystem::path& path) {
  const int code = errno;
  const auto kind = code == ENOSPC || code == EDQUOT ? ErrorKind::store_full : ErrorKind::store_unavailable;
  return fail(kind, fmt::format("cannot create {}: {}; check the folder, or set SALDO_DATABASE to a file elsewhere",
                                path.string(), std::generic_category().message(code)));
}

Result<void> ensure_folder(const std::filesystem::path& folder) {
  std::filesystem::path built;
  for (const auto& part : folder) {
    built /= part;
    if (::mkdir(built.c_str(), kFolderMode) == 0 || errno == EEXIST) continue;
    // Some systems refuse to make what is there (a read-only mount) instead of saying that it is there.
    std::error_code ignored;
    if (!std::filesystem::is_directory(built, ignored)) return creation_failure(built);
  }
  return {};
}

}  // namespace

Result<void> ensure_private_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return {};
  if (auto made = ensure_folder(path.parent_path()); !made) return made;
  const FileDescriptor file{::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, kFileMode)};
  if (!file.is_open() && errno != EEXIST) return creation_failure(path);
  return {};
}

}  // namespace saldo::store::sqlite
