#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <curl/curl.h>

namespace saldo::transport {

/// A curl multi handle that runs on an Asio event loop: curl says which sockets and which moment it waits for (its
/// "socket action" interface), the loop says when they are there. curl_multi_poll is no choice: with HTTP/2 it stalls.
class CurlMulti {
 public:
  /// Told about each transfer that has ended, outside of curl's callbacks. It may add and remove transfers.
  using OnDone = std::function<void(CURL* easy, CURLcode code)>;

  CurlMulti(boost::asio::any_io_executor executor, std::size_t connections_kept_max, OnDone on_done);
  CurlMulti(const CurlMulti&) = delete;
  CurlMulti& operator=(const CurlMulti&) = delete;
  /// Every transfer must have been removed.
  ~CurlMulti();

  void add(CURL* easy);
  void remove(CURL* easy);

 private:
  struct Watch {
    boost::asio::posix::stream_descriptor descriptor;
    std::uint64_t serial;  ///< tells this use of a socket number from an earlier one
    int wanted = 0;        ///< CURL_POLL_IN, _OUT or both
    int pending = 0;       ///< the same, for the waits that the loop has been asked for
  };

  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void* unused);
  static int on_timer(CURLM* multi, long timeout_ms, void* self);

  void watch(curl_socket_t socket, int wanted);
  void forget(curl_socket_t socket);
  void await_ready(curl_socket_t socket, Watch& watch);
  void await_ready(curl_socket_t socket, Watch& watch, int direction);
  void socket_ready(curl_socket_t socket, std::uint64_t serial, int direction, bool failed);
  Watch* find(curl_socket_t socket, std::uint64_t serial);
  void set_timer(long timeout_ms);
  void act(curl_socket_t socket, int events);
  void report_done();

  boost::asio::any_io_executor executor_;
  OnDone on_done_;
  /// Handlers that the loop still holds when this object ends find a null pointer here.
  std::shared_ptr<CurlMulti*> link_;
  boost::asio::steady_timer timer_;
  std::unordered_map<curl_socket_t, Watch> watches_;
  std::uint64_t serial_ = 0;
  CURLM* multi_;
};

}  // namespace saldo::transport
