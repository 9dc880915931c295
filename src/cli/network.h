#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>

#include "cli/session.h"
#include "core/random.h"
#include "driver/driver.h"
#include "snapshot/store_access.h"
#include "transport/curl_transport.h"

namespace saldo::cli {

/// The event loop with all that talks to the network, and the thread that the store works on.
class Network {
 public:
  Network(const Settings& settings, const Outside& outside, store::Store& store);

  driver::Driver& driver() { return *driver_; }
  snapshot::StoreAccess& store() { return store_access_; }
  Stop& stop() { return stop_; }
  Random& random() { return random_; }

  /// Runs the loop until the task has ended. SIGINT or SIGTERM asks it to stop: what is in flight is finished within
  /// kStopTimeout. A second signal, or the end of that time, ends the process at once with exit code 75: every save is
  /// a transaction, so nothing is lost by it.
  void run(Task<> task);

  /// Longer than a request may take, so that what is in flight comes to its end and is saved.
  static constexpr Milliseconds kStopTimeout{40'000};

 private:
  Task<> watch_signals();

  const Outside& outside_;
  transport::CurlGlobal curl_;  // before the first thread
  boost::asio::io_context loop_;
  boost::asio::thread_pool store_thread_{1};
  snapshot::StoreAccess store_access_;
  Random random_;
  Stop stop_;
  transport::CurlTransport transport_;
  std::optional<driver::Driver> driver_;
  boost::asio::signal_set signals_;
};

}  // namespace saldo::cli
