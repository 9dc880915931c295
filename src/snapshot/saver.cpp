#include "snapshot/saver.h"

#include <utility>

namespace saldo::snapshot {

Task<> Saver::add(Snapshot snapshot) {
  batch_.push_back(std::move(snapshot));
  if (!began_) began_ = clock_.steady_now();
  if (is_due()) co_await flush();
}

Task<> Saver::add(UserFailure failure) {
  failures_.push_back(std::move(failure));
  if (!began_) began_ = clock_.steady_now();
  if (is_due()) co_await flush();
}

bool Saver::is_due() const {
  if (!began_) return false;
  return batch_.size() + failures_.size() >= kBatchMax || clock_.steady_now() - *began_ >= kBatchAgeMax;
}

Task<> Saver::flush() {
  co_await turnstile_.enter();
  co_await save_all();
  turnstile_.leave();
}

Task<> Saver::save_all() {
  began_.reset();
  if (!failure_) co_await save_snapshots();
  if (!failure_) co_await save_failures();
  if (!failure_) co_await save_learned();
}

Task<> Saver::save_snapshots() {
  const auto batch = std::exchange(batch_, {});
  if (batch.empty()) co_return;
  const auto saved = co_await store_.run([&batch](store::Store& store) { return store.save(batch); });
  if (saved)
    count(*saved);
  else
    failure_ = saved.error();
}

Task<> Saver::save_failures() {
  const auto failures = std::exchange(failures_, {});
  if (failures.empty()) co_return;
  const auto saved = co_await store_.run(
      [&failures, slot = slot_](store::Store& store) { return store.save_user_failures(slot, failures); });
  if (!saved) failure_ = saved.error();
}

Task<> Saver::save_learned() {
  const auto learned = std::exchange(learned_, {});
  if (learned.empty()) co_return;
  const auto saved =
      co_await store_.run([&learned](store::Store& store) { return store.save_account_states(learned); });
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
