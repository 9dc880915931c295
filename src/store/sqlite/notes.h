#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/sqlite/connection.h"
#include "store/sqlite/statement.h"

namespace saldo::store::sqlite {

/// Small texts by name.
class Notes {
 public:
  explicit Notes(Connection& connection);

  Result<std::optional<std::string>> read(std::string_view name);
  Result<void> save(std::string_view name, std::string_view text);

 private:
  std::optional<std::string> find(std::string_view name);

  Connection& connection_;
  Statement read_;
  Statement save_;
};

}  // namespace saldo::store::sqlite
