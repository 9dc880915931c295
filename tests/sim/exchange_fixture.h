#pragma once

#include <memory>
#include <string>

#include "sim/exchange.h"

/// An exchange to ask, at a time of one's choice, without a network.
struct Asked {
  sim::Exchange& exchange;
  std::int64_t now_us = 1'790'000'000'000'000;
  sim::Effects effects;

  sim::Reply get(std::string_view path, std::string_view query = "", std::string_view key = "") {
    return send("GET", path, query, key);
  }

  sim::Reply send(std::string_view method, std::string_view path, std::string_view query, std::string_view key) {
    sim::Request request{.method = method, .path = path, .query = query, .client_address = "127.0.0.1"};
    if (!key.empty()) request.headers.emplace_back("x-mbx-apikey", key);
    return exchange.answer(
        {.request = request, .now_us = now_us, .account = exchange.caller(request), .effects = effects});
  }
};

inline std::string header_of(const sim::Reply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers)
    if (key == name) return value;
  return "";
}
