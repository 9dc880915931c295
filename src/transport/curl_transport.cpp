#include "transport/curl_transport.h"

#include <csignal>
#include <functional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <curl/curl.h>

#include "core/check.h"
#include "transport/curl_multi.h"
#include "transport/curl_transfer.h"

namespace saldo::transport {
namespace asio = boost::asio;

CurlGlobal::CurlGlobal() {
  check(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, "curl_global_init failed");
  std::signal(SIGPIPE, SIG_IGN);
}

CurlGlobal::~CurlGlobal() { curl_global_cleanup(); }

/// The requests in flight, and the idle handles that serve the next ones.
class CurlTransport::Requests {
 public:
  using Outcome = Result<http::Response>;
  /// Resumes the coroutine that waits.
  using OnDone = std::move_only_function<void(Outcome)>;

  Requests(asio::any_io_executor executor, CurlOptions options)
      : executor_(std::move(executor)),
        options_(std::move(options)),
        multi_(executor_, options_.connections_kept_max, [this](CURL* easy, CURLcode code) {
          end(easy, [code](auto& transfer) { return transfer.outcome(code); });
        }) {}

  Requests(const Requests&) = delete;
  Requests& operator=(const Requests&) = delete;

  ~Requests() {
    while (!running_.empty()) end(running_.begin()->first, [](auto&) { return stopped(); });
  }

  void start(const http::Request& request, const Limits& limits, OnDone on_done) {
    auto transfer = idle_transfer();
    if (auto error = transfer->prepare(request, limits, options_)) {
      transfer->clear();
      idle_.push_back(std::move(transfer));
      return report(std::move(on_done), fail(*std::move(error)));
    }
    CURL* const easy = transfer->easy();
    running_.emplace(easy, Running{std::move(transfer), std::move(on_done)});
    multi_.add(easy);
  }

 private:
  struct Running {
    std::unique_ptr<CurlTransfer> transfer;
    OnDone on_done;
  };

  static Outcome stopped() { return fail(ErrorKind::stopped, "stopped before the reply came"); }

  std::unique_ptr<CurlTransfer> idle_transfer() {
    if (idle_.empty()) return std::make_unique<CurlTransfer>();
    auto transfer = std::move(idle_.back());
    idle_.pop_back();
    return transfer;
  }

  template <class GetOutcome>
  void end(CURL* easy, GetOutcome get_outcome) {
    auto ended = std::move(running_.extract(easy).mapped());
    Outcome outcome = get_outcome(*ended.transfer);
    multi_.remove(easy);
    ended.transfer->clear();
    if (idle_.size() < options_.connections_kept_max) idle_.push_back(std::move(ended.transfer));
    report(std::move(ended.on_done), std::move(outcome));
  }

  /// Never resumes a coroutine from within our own or curl's functions.
  void report(OnDone on_done, Outcome outcome) {
    asio::post(executor_,
               [on_done = std::move(on_done), outcome = std::move(outcome)]() mutable { on_done(std::move(outcome)); });
  }

  asio::any_io_executor executor_;
  const CurlOptions options_;
  std::vector<std::unique_ptr<CurlTransfer>> idle_;
  std::unordered_map<CURL*, Running> running_;
  CurlMulti multi_;  // ends before the handles that it knows
};

CurlTransport::CurlTransport(const CurlGlobal&, asio::any_io_executor executor, CurlOptions options)
    : requests_(std::make_unique<Requests>(std::move(executor), std::move(options))) {}

CurlTransport::~CurlTransport() = default;

Task<Result<http::Response>> CurlTransport::send(const http::Request& request, Limits limits) {
  const auto start = [&](auto handler) { requests_->start(request, limits, std::move(handler)); };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Result<http::Response>)>(
      start, asio::use_awaitable);
}

}  // namespace saldo::transport
