#include "sim/emit.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace sim {
namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;

[[noreturn]] void fail(const std::string& path) { throw std::system_error(errno, std::generic_category(), path); }

}  // namespace

std::string env_text(const Addresses& addresses) {
  std::string endpoints;
  for (const auto& [id, url] : addresses.endpoints)
    endpoints += fmt::format("{}{}={}", endpoints.empty() ? "" : ",", id, url);
  std::string out = fmt::format("SALDO_ENDPOINTS={}\nSIM_CONTROL={}\n", endpoints, addresses.control_url);
  if (addresses.limits == Limits::off) out += "SALDO_LIMITS=off\n";
  if (!addresses.ca_file.empty()) out += fmt::format("SALDO_CA_FILE={}\n", addresses.ca_file);
  return out;
}

std::string account_line(const World& world, const Exchange& exchange, AccountRef account) {
  const Credentials credentials = exchange.credentials(account);
  boost::json::object line = {{"user_id", user_id(account.user)},     {"exchange_id", world.exchange_of(account)},
                              {"api_key", credentials.api_key},       {"api_secret", credentials.api_secret},
                              {"passphrase", credentials.passphrase}, {"uid", credentials.uid}};
  const std::string label = world.label_of(account);
  if (!label.empty()) line["label"] = label;
  return boost::json::serialize(line);
}

WholeFile::WholeFile(std::string path) : path_(std::move(path)), partial_path_(path_ + ".partial") {
  descriptor_ = ::open(partial_path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor_ < 0) fail(partial_path_);
}

WholeFile::~WholeFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(partial_path_.c_str());
}

void WholeFile::flush() {
  std::string_view rest(buffer_);
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno != EINTR) fail(partial_path_);
    if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

void WholeFile::write(const std::string& text) {
  buffer_ += text;
  if (buffer_.size() >= kBufferBytes) flush();
}

void WholeFile::finish() {
  flush();
  if (::close(std::exchange(descriptor_, -1)) != 0 || std::rename(partial_path_.c_str(), path_.c_str()) != 0)
    fail(path_);
}

}  // namespace sim
