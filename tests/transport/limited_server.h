#pragma once

#include <deque>
#include <functional>
#include <map>
#include <random>
#include <vector>

#include "transport/rate_limiter.h"

namespace saldo::transport {

/// An exchange that counts calls in its own window, as one is documented to.
class LimitedServer {
 public:
  /// `offset`: how far the server's windows are from the clock's zero.
  LimitedServer(WindowKind kind, Milliseconds window, int budget, Milliseconds offset)
      : kind_(kind), window_(window), budget_(budget), offset_(offset) {}

  struct Reply {
    bool refused;
    int used;
  };
  Reply call(Steady at, int weight);

 private:
  void forget_before(Steady at);

  WindowKind kind_;
  Milliseconds window_;
  int budget_;
  Milliseconds offset_;
  struct Counted {
    Steady at;
    int weight;
  };
  std::deque<Counted> counted_;
  int used_ = 0;
};

/// One client of a server: as many calls as its limiter lets through, over a network of random delay.
struct Load {
  RateLimiter* limiter;
  std::vector<int> weights = {1};  ///< drawn from for each call
  Milliseconds delay_min{1};       ///< of each way
  Milliseconds delay_max{1};
  int in_flight_max = 1'000'000;
  int lost_percent = 0;  ///< replies that never come
  bool headers = true;   ///< the client sees the usage header
};

struct Traffic {
  std::int64_t calls = 0;
  std::int64_t weight = 0;
  std::int64_t refused = 0;
  Steady first_at{};
  Steady last_at{};
};

/// Runs all loads against the server in virtual time, from `start` on.
std::vector<Traffic> run(LimitedServer& server, const std::vector<Load>& loads, Steady start, Milliseconds duration,
                         unsigned seed);

}  // namespace saldo::transport
