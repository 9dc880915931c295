#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace saldo {

/// A process's environment variables.
using Environment = std::map<std::string, std::string, std::less<>>;

struct DotenvEntry {
  std::string name;
  std::optional<std::string> value;  ///< nothing for a name without "="
  int line = 0;                      ///< where the name stands, counted from 1

  bool operator==(const DotenvEntry&) const = default;
};

struct DotenvError {
  int line = 0;
  std::string reason;  ///< shows nothing of the line, which may hold a secret

  bool operator==(const DotenvError&) const = default;
};

/// What a `.env` file says: each name once, with the last value that it was given.
struct Dotenv {
  std::vector<DotenvEntry> entries;
  std::vector<DotenvError> errors;
};

inline constexpr std::size_t kDotenvBytesMax = 64 * 1024;
inline constexpr std::size_t kDotenvValueBytesMax = 16 * 1024;

/// Reads the text of a `.env` file as python-dotenv's load_dotenv() does: quotes with their escapes, `export`,
/// comments, values over several lines, any line ends, a byte order mark. "${NAME}" and "${NAME:-default}" stand for a
/// variable of `environment`, else for an earlier entry, inside quotes of both kinds too. A line that cannot be read is
/// an error, and reading goes on behind it.
Dotenv parse_dotenv(std::string_view text, const Environment& environment);

}  // namespace saldo
