#pragma once

#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/async.h"
#include "store/store.h"

namespace saldo::snapshot {

/// Lets the event loop use a store that blocks: the work runs on the store's own executor, one call at a time, and the
/// coroutine goes on with its result. In a simulation both executors are the same.
class StoreAccess {
 public:
  StoreAccess(store::Store& store, boost::asio::any_io_executor executor)
      : store_(store), executor_(std::move(executor)) {}

  /// `work` is a function of store::Store&. What it refers to must stay until the result is there.
  template <class Work>
  auto run(Work work) -> Task<decltype(work(std::declval<store::Store&>()))> {
    co_return co_await boost::asio::co_spawn(executor_, call(store_, std::move(work)), boost::asio::use_awaitable);
  }

 private:
  template <class Work>
  static auto call(store::Store& store, Work work) -> Task<decltype(work(store))> {
    co_return work(store);
  }

  store::Store& store_;
  boost::asio::any_io_executor executor_;
};

}  // namespace saldo::snapshot
