#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "transport/transport.h"

namespace saldo::test {

/// What a server does with a request: the response, or the failure of the wire, and the time that it takes.
struct Served {
  Result<http::Response> response;
  Milliseconds takes{0};
};

Served served(int status, std::string body, std::vector<http::Header> headers = {}, Milliseconds takes = {});
Served not_served(ErrorKind kind, Milliseconds takes = {});

/// A network that is a function, with a memory of what was sent and when. Keeps the deadline as the real one does.
class FakeTransport final : public transport::Transport {
 public:
  using Server = std::function<Served(const http::Request&)>;
  struct Sent {
    http::Request request;
    Time at;
  };

  FakeTransport(Clock& clock, Server server) : clock_(clock), server_(std::move(server)) {}

  Task<Result<http::Response>> send(const http::Request& request, transport::Limits limits) override;

  void serve_by(Server server) { server_ = std::move(server); }
  const std::vector<Sent>& sent() const { return sent_; }
  /// The requests to that path, in their order.
  std::vector<Sent> sent_to(std::string_view path) const;
  int in_flight_max() const { return in_flight_max_; }

 private:
  Clock& clock_;
  Server server_;
  std::vector<Sent> sent_;
  int in_flight_ = 0;
  int in_flight_max_ = 0;
};

/// A server that goes through a list of answers for each path. One that has come to the end of its list gives the last
/// answer for ever; a path without a list gets 404.
class Script {
 public:
  Script& on(std::string path, std::vector<Served> answers);
  Served operator()(const http::Request& request);

 private:
  std::map<std::string, std::deque<Served>, std::less<>> answers_;
};

/// The value of a query's parameter, as it was sent; empty when it is not there.
std::string parameter(const http::Request& request, std::string_view name);

}  // namespace saldo::test
