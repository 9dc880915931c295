#include "store/sqlite/faulty_disk.h"

#include <new>

namespace saldo::store {
namespace {

/// A file of the system behind one of ours.
struct File {
  sqlite3_file base;
  FaultyDisk* disk;
  sqlite3_file* real;
};

File& ours(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return ours(file).real; }
const sqlite3_io_methods& methods(sqlite3_file* file) { return *real(file)->pMethods; }
FaultyDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<FaultyDisk*>(vfs->pAppData); }

/// Does what `operation` does unless it is the one that fails.
template <class Operation>
int guarded(FaultyDisk& disk, Operation operation) {
  const int failure = disk.next_operation();
  return failure == SQLITE_OK ? operation() : failure;
}

int close_file(sqlite3_file* file) {
  const int code = methods(file).xClose(real(file));
  ::operator delete(real(file));
  return code;
}

int read_file(sqlite3_file* file, void* buffer, int size, sqlite3_int64 offset) {
  return methods(file).xRead(real(file), buffer, size, offset);
}

int write_file(sqlite3_file* file, const void* buffer, int size, sqlite3_int64 offset) {
  return guarded(*ours(file).disk, [=] { return methods(file).xWrite(real(file), buffer, size, offset); });
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  return guarded(*ours(file).disk, [=] { return methods(file).xTruncate(real(file), size); });
}

int sync_file(sqlite3_file* file, int flags) {
  return guarded(*ours(file).disk, [=] { return methods(file).xSync(real(file), flags); });
}

int file_size(sqlite3_file* file, sqlite3_int64* size) { return methods(file).xFileSize(real(file), size); }
int lock_file(sqlite3_file* file, int level) { return methods(file).xLock(real(file), level); }
int unlock_file(sqlite3_file* file, int level) { return methods(file).xUnlock(real(file), level); }
int check_lock(sqlite3_file* file, int* held) { return methods(file).xCheckReservedLock(real(file), held); }
int control(sqlite3_file* file, int what, void* value) { return methods(file).xFileControl(real(file), what, value); }
int sector_size(sqlite3_file* file) { return methods(file).xSectorSize(real(file)); }
/// As of the plainest disk, so that SQLite takes no short cut.
int characteristics(sqlite3_file*) { return 0; }

constexpr sqlite3_io_methods kMethods{.iVersion = 1,
                                      .xClose = close_file,
                                      .xRead = read_file,
                                      .xWrite = write_file,
                                      .xTruncate = truncate_file,
                                      .xSync = sync_file,
                                      .xFileSize = file_size,
                                      .xLock = lock_file,
                                      .xUnlock = unlock_file,
                                      .xCheckReservedLock = check_lock,
                                      .xFileControl = control,
                                      .xSectorSize = sector_size,
                                      .xDeviceCharacteristics = characteristics,
                                      .xShmMap = nullptr,
                                      .xShmLock = nullptr,
                                      .xShmBarrier = nullptr,
                                      .xShmUnmap = nullptr,
                                      .xFetch = nullptr,
                                      .xUnfetch = nullptr};

sqlite3_vfs* system_vfs() { return sqlite3_vfs_find("unix"); }

int open_file(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file, int flags, int* flags_out) {
  auto& opened = *new (file) File{.base = {.pMethods = nullptr}, .disk = &disk_of(vfs), .real = nullptr};
  const auto size = static_cast<std::size_t>(system_vfs()->szOsFile);
  opened.real = static_cast<sqlite3_file*>(::operator new(size));
  const int code =
      guarded(*opened.disk, [&] { return system_vfs()->xOpen(system_vfs(), name, opened.real, flags, flags_out); });
  if (code == SQLITE_OK)
    opened.base.pMethods = &kMethods;
  else
    ::operator delete(opened.real);
  return code;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  return guarded(disk_of(vfs), [=] { return system_vfs()->xDelete(system_vfs(), name, sync_folder); });
}

}  // namespace

FaultyDisk::FaultyDisk() : system_(system_vfs()), vfs_(*system_) {
  vfs_.zName = "faulty";
  vfs_.pNext = nullptr;
  vfs_.pAppData = this;
  vfs_.szOsFile = sizeof(File);
  vfs_.xOpen = open_file;
  vfs_.xDelete = delete_file;
  sqlite3_vfs_register(&vfs_, 1);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&vfs_);
  sqlite3_vfs_register(system_, 1);
}

void FaultyDisk::fail_after(int operations, Fault fault, int code) {
  operations_left_ = operations;
  fault_ = fault;
  code_ = code;
  failed_ = false;
}

void FaultyDisk::heal() { operations_left_ = -1; }

int FaultyDisk::next_operation() {
  if (operations_left_ < 0) return SQLITE_OK;
  if (operations_left_ > 0) {
    --operations_left_;
    return SQLITE_OK;
  }
  failed_ = true;
  if (fault_ == Fault::once) heal();
  return code_;
}

}  // namespace saldo::store
