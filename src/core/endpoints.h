#pragma once

#include <expected>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace saldo {

/// Origins ("http://127.0.0.1:9100", no path, no slash at the end) by the name of an exchange or price source.
using Endpoints = std::map<std::string, std::string, std::less<>>;

/// Whether the origin's host is 127.0.0.0/8, [::1] or localhost.
bool is_loopback(std::string_view origin);

/// Reads "binance=http://127.0.0.1:9100,awesomeapi=https://x.example". Plain http is for loopback only. Fails with one
/// sentence for each entry that is wrong.
std::expected<Endpoints, std::vector<std::string>> parse_endpoints(std::string_view text);

}  // namespace saldo
