#pragma once

#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "core/secret.h"
#include "transport/transport.h"

namespace saldo::transport {

/// libcurl's own global state: one object, made before the first thread and outliving every CurlTransport.
/// It also has the process ignore SIGPIPE, as OpenSSL may write to a connection that the other side has closed.
class CurlGlobal {
 public:
  CurlGlobal();
  CurlGlobal(const CurlGlobal&) = delete;
  CurlGlobal& operator=(const CurlGlobal&) = delete;
  ~CurlGlobal();
};

/// How requests leave this machine. The environment (http_proxy, SSL_CERT_FILE, ...) is never looked at.
struct CurlOptions {
  std::string user_agent = {};           ///< "saldo/0.1.0"
  Secret proxy = {};                     ///< "http://user:password@proxy:3128"; also https and socks5h. Empty: none
  std::string no_proxy = {};             ///< hosts reached without it, comma-separated; "*" is all
  std::string ca_file = {};              ///< PEM, trusted instead of the system's. Empty: the system's
  std::string source_address = {};       ///< a local address to send from. Empty: the system chooses
  Milliseconds connect_timeout{10'000};  ///< for name, connection and TLS; never past a request's deadline
  /// Connections kept open for reuse: at least as many as requests run side by side, or warm ones are thrown away.
  std::size_t connections_kept_max = 128;
};

/// The Transport of the real world: libcurl, on the event loop of one thread, HTTP/2 where the other side offers it.
///
/// TLS is at least 1.2; certificate and host name are always verified, a proxy's too. Headers are sent as given: a POST
/// has no Content-Type of curl's own. Bodies may come compressed; `body_bytes_max` counts what they unpack to.
/// Besides the failures of Transport: invalid_key when a secret header cannot be sent (it holds a line break),
/// configuration when an address or the CA file is unusable, stopped when the transport ends first.
///
/// A connection that was kept and turns out to be closed before the first byte of a reply is replaced by a new one,
/// and the request sent again, by libcurl; nothing else is ever sent twice.
///
/// All calls, and the destructor, belong on the loop's thread. Destroying it ends what is in flight with `stopped`;
/// those coroutines resume afterwards, so the event loop must outlive it. Asio's cancellation signals are ignored:
/// a request ends with its reply or its deadline.
class CurlTransport final : public Transport {
 public:
  CurlTransport(const CurlGlobal& global, boost::asio::any_io_executor executor, CurlOptions options);
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;
  ~CurlTransport() override;

  Task<Result<http::Response>> send(const http::Request& request, Limits limits) override;

 private:
  class Requests;
  std::unique_ptr<Requests> requests_;
};

}  // namespace saldo::transport
