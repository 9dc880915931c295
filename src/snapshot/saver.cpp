#include "snapshot/saver.h"

#include <utility>

namespace saldo::snapshot {

Task<> Saver::add(Snapshot snapshot) { return add_to(batch_, std::move(snapshot)); }

Task<> Saver::add(UserFailure failure) { return add_to(failures_, std::move(failure)); }

template <class T>
Task<> Saver::add_to(std::vector<T>& batch, T item) {
  if (batch_.empty() && failures_.empty()) batch_began_ = clock_.steady_now();
  batch.push_back(std::move(item));
  const bool is_due = batch.size() >= kBatchMax || clock_.steady_now() - batch_began_ >= kBatchAgeMax;
  if (is_due) co_await flush();
}

Task<> Saver::flush() {
  co_await turnstile_.enter();
  co_await save_batch();
  turnstile_.leave();
}

Task<> Saver::save_batch() {
  const auto batch = std::exchange(batch_, {});
  const auto failures = std::exchange(failures_, {});
  if (failure_) co_return;
  if (!batch.empty()) {
    auto saved = co_await store_.run([&batch](store::Store& store) { return store.save(batch); });
    if (!saved) {
      failure_ = saved.error();
      co_return;
    }
    count(*saved);
  }
  if (failures.empty()) co_return;
  const auto slot = slot_;
  const auto saved =
      co_await store_.run([&failures, slot](store::Store& store) { return store.save_user_failures(slot, failures); });
  if (!saved) failure_ = saved.error();
}

void Saver::count(const std::vector<store::SaveOutcome>& outcomes) {
  for (const auto outcome : outcomes) switch (outcome) {
      case store::SaveOutcome::inserted: ++counts_.inserted; break;
      case store::SaveOutcome::improved: ++counts_.improved; break;
      case store::SaveOutcome::kept: ++counts_.kept; break;
      case store::SaveOutcome::dropped: ++counts_.dropped; break;
    }
}

}  // namespace saldo::snapshot
