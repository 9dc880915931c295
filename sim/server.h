#pragma once

#include <cstdint>
#include <functional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>

#include "sim/delivery.h"

namespace sim {

/// What a server does with requests. All members are used on the io_context's thread.
struct Service {
  std::function<Delivery(const Request&)> handle;
  /// Around each request: when it has been read, and when its reply has left or was given up.
  std::function<void(const Request&)> enter = [](const Request&) {};
  std::function<void(const Request&)> leave = [](const Request&) {};
  /// Connections that are open: the server's own count.
  std::size_t connections = 0;
};

/// Serves HTTP/1.1 on 127.0.0.1 until the io_context stops. `port` 0 picks a free one; `tls` null is plain HTTP.
/// `service` and `tls` outlive the io_context. Returns the port; throws std::runtime_error when it is taken.
///
/// Limits: 16 KiB of head, 1 MiB of body, 60 s between requests and for reading one, 10,000 connections.
std::uint16_t serve(boost::asio::io_context& loop, std::uint16_t port, Service& service,
                    boost::asio::ssl::context* tls);

}  // namespace sim
