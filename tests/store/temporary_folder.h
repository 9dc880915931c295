#pragma once

#include <filesystem>
#include <stdexcept>
#include <stdlib.h>
#include <string>

#include <gtest/gtest.h>

namespace saldo::store {

/// A folder of a test's own, gone when the test ends.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_(testing::TempDir() + "saldo-test-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error{"cannot make " + path_};
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::filesystem::path path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace saldo::store
