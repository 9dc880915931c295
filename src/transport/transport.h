#pragma once

#include "core/async.h"
#include "core/http.h"
#include "core/result.h"

namespace saldo::transport {

/// What bounds one exchange of request and response.
struct Limits {
  Steady deadline;                                ///< for all of it
  std::size_t body_bytes_max = 16 * 1024 * 1024;  ///< of the response
};

/// Carries one request and brings its response. Never retries, never follows redirects. A response of any status is
/// a success; failures are timeout, network (name, connection, TLS, proxy; the message says which) and
/// bad_response (body too large).
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Task<Result<http::Response>> send(const http::Request& request, Limits limits) = 0;
};

}  // namespace saldo::transport
