#include "store/key_file.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "store/base64url.h"
#include "store/file_descriptor.h"

namespace saldo::store {
namespace {

constexpr std::size_t kKeyBytes = 32;
/// More than a full keyring with its commas and blanks.
constexpr std::size_t kMaxFileBytes = 4096;

std::unexpected<Error> system_failure(const std::filesystem::path& path, std::string_view action) {
  const int code = errno;
  const auto kind = code == ENOSPC || code == EDQUOT ? ErrorKind::store_full : ErrorKind::store_unavailable;
  return fail(
      kind, fmt::format("cannot {} the key file {}: {}", action, path.string(), std::generic_category().message(code)));
}

Secret new_key(const RandomSource& random) {
  std::string bytes(kKeyBytes, '\0');
  random({reinterpret_cast<unsigned char*>(bytes.data()), bytes.size()});
  auto text = to_base64url(bytes) + "\n";
  wipe(bytes);
  return Secret::take(text);
}

bool write_safely(const FileDescriptor& file, std::string_view text) {
  return ::write(file.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
         ::fsync(file.number()) == 0;
}

bool sync_folder_of(const std::filesystem::path& path) {
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
  const FileDescriptor file{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return file.is_open() && ::fsync(file.number()) == 0;
}

/// The key appears under its name all at once: whoever opens the file sees a whole key, also after a crash.
/// When another process was faster, its key stands.
Result<void> create(const std::filesystem::path& path, const RandomSource& random) {
  std::string draft = path.string() + ".XXXXXX";
  const FileDescriptor file{::mkostemp(draft.data(), O_CLOEXEC)};
  if (!file.is_open()) return system_failure(path, "create");
  const bool written = write_safely(file, new_key(random).reveal());
  const bool linked = written && (::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST);
  const int code = errno;
  ::unlink(draft.c_str());
  errno = code;
  if (!linked || !sync_folder_of(path)) return system_failure(path, "write");
  return {};
}

Result<void> check_privacy(const FileDescriptor& file, const std::filesystem::path& path) {
  struct stat status{};
  if (::fstat(file.number(), &status) != 0) return system_failure(path, "examine");
  if (!S_ISREG(status.st_mode))
    return fail(ErrorKind::configuration, fmt::format("the key file {} is not a file", path.string()));
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(ErrorKind::configuration,
                fmt::format("the key file {0} can be read by others: run `chmod 600 {0}`", path.string()));
  return {};
}

Result<Secret> read_text(const FileDescriptor& file, const std::filesystem::path& path) {
  std::array<char, kMaxFileBytes> buffer{};
  const auto size = ::read(file.number(), buffer.data(), buffer.size());
  if (size < 0) return system_failure(path, "read");
  std::string text{buffer.data(), static_cast<std::size_t>(size)};
  ::explicit_bzero(buffer.data(), buffer.size());
  return Secret::take(text);
}

Result<Keyring> parse(const Secret& text, const std::filesystem::path& path) {
  auto keyring = Keyring::parse(text, "the key file " + path.string());
  if (keyring) return keyring;
  return fail(ErrorKind::configuration,
              keyring.error().message + ": restore it from a backup, or remove it and link the accounts again");
}

}  // namespace

std::filesystem::path key_file_of(const std::filesystem::path& database) { return database.string() + ".key"; }

Result<Keyring> open_key_file(const std::filesystem::path& path, const RandomSource& random) {
  if (::access(path.c_str(), F_OK) != 0 && errno == ENOENT)
    if (const auto created = create(path, random); !created) return fail(created.error());
  const FileDescriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file.is_open()) return system_failure(path, "open");
  if (const auto is_private = check_privacy(file, path); !is_private) return fail(is_private.error());
  const auto text = read_text(file, path);
  if (!text) return fail(text.error());
  return parse(*text, path);
}

}  // namespace saldo::store
