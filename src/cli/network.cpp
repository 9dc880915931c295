#include "cli/network.h"

#include <csignal>
#include <cstdlib>
#include <ostream>
#include <random>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "cli/exit_code.h"
#include "cli/version.h"

namespace saldo::cli {
namespace {

namespace asio = boost::asio;

/// What listens on this machine is never reached through another.
std::string no_proxy(const Settings& settings) {
  constexpr auto kThisMachine = "127.0.0.1,localhost,[::1]";
  const auto& others = settings.text("NO_PROXY");
  return others.empty() ? kThisMachine : kThisMachine + ("," + others);
}

transport::CurlOptions curl_options(const Settings& settings) {
  return {.user_agent = std::string{"saldo/"} + std::string{kVersion},
          .proxy = settings.secret("HTTPS_PROXY"),
          .no_proxy = no_proxy(settings),
          .ca_file = settings.text("SALDO_CA_FILE"),
          .source_address = settings.text("SALDO_EGRESS")};
}

driver::DriverOptions driver_options(const Settings& settings) {
  return {.limits = {.share_percent = static_cast<int>(settings.integer("SALDO_LIMIT_SHARE")),
                     .unlimited = settings.text("SALDO_LIMITS") == "off"},
          .endpoints = endpoints(settings)};
}

}  // namespace

Network::Network(const Settings& settings, const Outside& outside, store::Store& store)
    : outside_(outside),
      store_access_(store, store_thread_.get_executor()),
      random_(std::random_device{}()),
      transport_(curl_, loop_.get_executor(), curl_options(settings)),
      signals_(loop_, SIGINT, SIGTERM) {
  driver_.emplace(transport_, outside.clock, random_, stop_, driver_options(settings));
}

void Network::run(Task<> task) {
  asio::co_spawn(loop_, watch_signals(), asio::detached);
  asio::co_spawn(loop_, std::move(task), [this](const std::exception_ptr& failure) {
    if (failure) std::rethrow_exception(failure);
    signals_.cancel();
    loop_.stop();
  });
  loop_.run();
}

Task<> Network::watch_signals() {
  const auto [first_error, first] = co_await signals_.async_wait(asio::as_tuple(asio::use_awaitable));
  if (first_error) co_return;
  outside_.err << "saldo: stopping: finishing what is in flight; once more to stop at once\n" << std::flush;
  stop_.request();
  asio::steady_timer timer{loop_, kStopTimeout};
  timer.async_wait([this](boost::system::error_code) { signals_.cancel(); });
  co_await signals_.async_wait(asio::as_tuple(asio::use_awaitable));
  std::_Exit(static_cast<int>(ExitCode::try_again));
}

}  // namespace saldo::cli
