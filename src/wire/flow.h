#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/check.h"
#include "core/result.h"
#include "wire/json.h"
#include "wire/request.h"

namespace saldo::wire {

/// A reply that the error table had nothing against, read as JSON.
struct Reply {
  JsonDocument document;

  JsonValue root() const { return document.root(); }
};

/// What stands between a flow and whoever answers it: the requests it waits for, then their replies.
struct Desk {
  std::vector<Ask> asks;
  std::vector<Result<Reply>> replies;
  std::coroutine_handle<> waiting;
};

/// A conversation with an exchange, written as one function from top to bottom. It does no I/O: it asks, is suspended,
/// and goes on with the replies. A Flow may await another Flow. Nothing runs before it is awaited or held in a
/// Conversation.
template <class T>
class [[nodiscard]] Flow {
 public:
  struct promise_type {
    Desk* desk = nullptr;
    std::coroutine_handle<> awaited_by;
    std::optional<Result<T>> result;

    Flow get_return_object() { return Flow{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept { return Finish{}; }
    void return_value(Result<T> value) { result = std::move(value); }
    void return_value(Error error) { result = fail(std::move(error)); }
    [[noreturn]] void unhandled_exception() { std::terminate(); }
  };

  struct Finish {
    bool await_ready() noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> ended) noexcept {
      const auto next = ended.promise().awaited_by;
      return next ? next : std::noop_coroutine();
    }
    void await_resume() noexcept {}
  };

  /// Lets a flow await a flow: the inner one asks at the same desk.
  struct Nested {
    std::coroutine_handle<promise_type> inner;
    bool await_ready() { return false; }
    template <class OuterPromise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<OuterPromise> outer) {
      inner.promise().desk = outer.promise().desk;
      inner.promise().awaited_by = outer;
      return inner;
    }
    Result<T> await_resume() { return std::move(*inner.promise().result); }
  };

  Flow(Flow&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Flow& operator=(Flow&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Flow() {
    if (handle_) handle_.destroy();
  }

  Nested operator co_await() { return Nested{handle_}; }

 private:
  template <class>
  friend class Conversation;
  explicit Flow(std::coroutine_handle<promise_type> handle) : handle_(handle) {}

  std::coroutine_handle<promise_type> handle_;
};

/// Suspends a flow until its asks are answered.
class Asking {
 public:
  explicit Asking(std::vector<Ask> asks) : asks_(std::move(asks)) {}
  bool await_ready() { return asks_.empty(); }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> flow) {
    desk_ = flow.promise().desk;
    desk_->asks = std::move(asks_);
    desk_->waiting = flow;
  }
  std::vector<Result<Reply>> await_resume() {
    return desk_ == nullptr ? std::vector<Result<Reply>>{} : std::move(desk_->replies);
  }

 private:
  std::vector<Ask> asks_;
  Desk* desk_ = nullptr;
};

class AskingOne {
 public:
  explicit AskingOne(Ask ask) : ask_(std::move(ask)) {}
  bool await_ready() { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> flow) {
    desk_ = flow.promise().desk;
    desk_->asks.clear();
    desk_->asks.push_back(std::move(ask_));
    desk_->waiting = flow;
  }
  Result<Reply> await_resume() { return std::move(desk_->replies.front()); }

 private:
  Ask ask_;
  Desk* desk_ = nullptr;
};

/// `auto reply = co_await ask(ask_for(kAccount))`: one request, one Result<Reply>.
/// g++ 12 fails on a braced list inside a co_await expression: build the query in a variable first.
inline AskingOne ask(Ask request) { return AskingOne{std::move(request)}; }

/// Requests that do not depend on each other: they may travel together. Replies come in the order of the asks.
inline Asking ask_all(std::vector<Ask> requests) { return Asking{std::move(requests)}; }

/// Holds a flow and plays the other side: look at the asks, give the replies, until there are no more asks.
template <class T>
class Conversation {
 public:
  explicit Conversation(Flow<T> flow) : flow_(std::move(flow)) {
    flow_.handle_.promise().desk = &desk_;
    flow_.handle_.resume();
  }
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  bool done() const { return flow_.handle_.done(); }
  std::span<const Ask> asks() const { return desk_.asks; }
  /// One reply for each ask, in their order.
  void answer(std::vector<Result<Reply>> replies) {
    check(replies.size() == desk_.asks.size(), "a conversation was answered with the wrong number of replies");
    desk_.replies = std::move(replies);
    std::exchange(desk_.waiting, {}).resume();
  }
  Result<T> result() {
    check(done(), "a conversation's result was taken before its end");
    return std::move(*flow_.handle_.promise().result);
  }

 private:
  Desk desk_;
  Flow<T> flow_;
};

}  // namespace saldo::wire
