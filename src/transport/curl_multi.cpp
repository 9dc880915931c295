#include "transport/curl_multi.h"

#include <utility>

#include "core/check.h"

namespace saldo::transport {
namespace {

using Descriptor = boost::asio::posix::stream_descriptor;

template <class Value>
void set(CURLM* multi, CURLMoption option, Value value) {
  check(curl_multi_setopt(multi, option, value) == CURLM_OK, "curl refused a multi option");
}

}  // namespace

CurlMulti::CurlMulti(boost::asio::any_io_executor executor, std::size_t connections_kept_max, OnDone on_done)
    : executor_(std::move(executor)),
      on_done_(std::move(on_done)),
      link_(std::make_shared<CurlMulti*>(this)),
      timer_(executor_),
      multi_(curl_multi_init()) {
  check(multi_ != nullptr, "curl_multi_init failed");
  set(multi_, CURLMOPT_SOCKETFUNCTION, &CurlMulti::on_socket);
  set(multi_, CURLMOPT_SOCKETDATA, this);
  set(multi_, CURLMOPT_TIMERFUNCTION, &CurlMulti::on_timer);
  set(multi_, CURLMOPT_TIMERDATA, this);
  set(multi_, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
  // By default curl keeps four times the transfers of the moment, so each lull would close warm connections.
  set(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(connections_kept_max));
}

CurlMulti::~CurlMulti() {
  curl_multi_cleanup(multi_);  // closes connections, and calls on_socket for them
  *link_ = nullptr;
  for (auto& [socket, watch] : watches_) watch.descriptor.release();
}

void CurlMulti::add(CURL* easy) {
  check(curl_multi_add_handle(multi_, easy) == CURLM_OK, "curl did not take a transfer");
}

void CurlMulti::remove(CURL* easy) {
  check(curl_multi_remove_handle(multi_, easy) == CURLM_OK, "curl did not give a transfer back");
}

int CurlMulti::on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
  auto& multi = *static_cast<CurlMulti*>(self);
  if (what == CURL_POLL_REMOVE)
    multi.forget(socket);
  else
    multi.watch(socket, what);
  return 0;
}

int CurlMulti::on_timer(CURLM*, long timeout_ms, void* self) {
  static_cast<CurlMulti*>(self)->set_timer(timeout_ms);
  return 0;
}

void CurlMulti::watch(curl_socket_t socket, int wanted) {
  auto found = watches_.find(socket);
  if (found == watches_.end())
    found = watches_.emplace(socket, Watch{.descriptor = Descriptor{executor_, socket}, .serial = ++serial_}).first;
  found->second.wanted = wanted;
  await_ready(socket, found->second);
}

void CurlMulti::forget(curl_socket_t socket) {
  const auto found = watches_.find(socket);
  if (found == watches_.end()) return;
  found->second.descriptor.release();  // the socket is curl's to close
  watches_.erase(found);
}

void CurlMulti::await_ready(curl_socket_t socket, Watch& watch) {
  for (const int direction : {CURL_POLL_IN, CURL_POLL_OUT})
    if ((watch.wanted & direction) != 0 && (watch.pending & direction) == 0) await_ready(socket, watch, direction);
}

void CurlMulti::await_ready(curl_socket_t socket, Watch& watch, int direction) {
  watch.pending |= direction;
  const auto ready = [link = link_, socket, serial = watch.serial, direction](boost::system::error_code error) {
    if (*link != nullptr) (*link)->socket_ready(socket, serial, direction, error.failed());
  };
  watch.descriptor.async_wait(direction == CURL_POLL_IN ? Descriptor::wait_read : Descriptor::wait_write, ready);
}

void CurlMulti::socket_ready(curl_socket_t socket, std::uint64_t serial, int direction, bool failed) {
  Watch* watch = find(socket, serial);
  if (watch == nullptr) return;
  watch->pending &= ~direction;
  if ((watch->wanted & direction) == 0) return;
  // CURL_CSELECT_IN and _OUT have the values of CURL_POLL_IN and _OUT.
  act(socket, failed ? CURL_CSELECT_ERR : direction);
  watch = find(socket, serial);
  if (watch != nullptr) await_ready(socket, *watch);
}

CurlMulti::Watch* CurlMulti::find(curl_socket_t socket, std::uint64_t serial) {
  const auto found = watches_.find(socket);
  return found == watches_.end() || found->second.serial != serial ? nullptr : &found->second;
}

void CurlMulti::set_timer(long timeout_ms) {
  timer_.cancel();
  if (timeout_ms < 0) return;
  timer_.expires_after(std::chrono::milliseconds{timeout_ms});
  timer_.async_wait([link = link_](boost::system::error_code error) {
    if (!error && *link != nullptr) (*link)->act(CURL_SOCKET_TIMEOUT, 0);
  });
}

void CurlMulti::act(curl_socket_t socket, int events) {
  int running = 0;
  check(curl_multi_socket_action(multi_, socket, events, &running) == CURLM_OK, "curl_multi_socket_action failed");
  report_done();
}

void CurlMulti::report_done() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* const easy = message->easy_handle;  // the message dies when the transfer is removed
    const CURLcode code = message->data.result;
    on_done_(easy, code);
  }
}

}  // namespace saldo::transport
