#include "snapshot/user_source.h"

namespace saldo::snapshot {
namespace {

constexpr std::size_t kUsersPerPage = 256;

}  // namespace

Task<Result<std::optional<User>>> UserSource::next() {
  if (page_.empty()) {
    co_await turnstile_.enter();
    if (page_.empty() && !ended_) co_await refill();
    turnstile_.leave();
  }
  if (failure_) co_return fail(*failure_);
  if (page_.empty()) co_return std::optional<User>{};
  std::optional<User> user{std::move(page_.front())};
  page_.pop_front();
  co_return user;
}

Task<> UserSource::refill() {
  auto users = co_await store_.run([this](store::Store& store) { return read_page(store); });
  if (!users) failure_ = users.error();
  ended_ = !users || users->empty();
  if (ended_) co_return;
  for (User& user : *users) page_.push_back(std::move(user));
}

Result<std::vector<User>> UserSource::read_page(store::Store& store) {
  if (!stream_) {
    auto stream = store.active_users(query_);
    if (!stream) return fail(stream.error());
    stream_ = std::move(*stream);
  }
  return stream_->next(kUsersPerPage);
}

}  // namespace saldo::snapshot
