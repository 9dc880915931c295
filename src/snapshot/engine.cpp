#include "snapshot/engine.h"

#include <map>

#include <fmt/format.h>

#include "core/check.h"
#include "snapshot/key_check.h"
#include "snapshot/prices.h"
#include "snapshot/reader.h"
#include "snapshot/run_log.h"
#include "snapshot/saver.h"
#include "snapshot/trouble.h"
#include "snapshot/user_source.h"

namespace saldo::snapshot {
namespace {

// Enough to keep every limit busy: at 40 ms a reply this is 6,000 requests a second.
constexpr std::size_t kUsersInFlight = 256;
constexpr std::size_t kSecondTriesMax = 10'000;
constexpr Milliseconds kPauseBeforeSecondTry{3'000};

std::string new_run_id(Time now, Random& random) {
  return fmt::format("{}-{:08x}", iso_text(std::chrono::floor<std::chrono::seconds>(now)),
                     static_cast<std::uint32_t>(random.next()));
}

/// One run, from its first user to its last.
class Pass {
 public:
  Pass(RunRequest request, Surroundings surroundings, RunObserver observer)
      : request_(std::move(request)),
        around_(surroundings),
        observer_(std::move(observer)),
        saver_(surroundings.store, surroundings.clock, request_.slot) {}

  Task<Result<RunReport>> run();

 private:
  Task<Result<void>> prepare();
  Task<Result<void>> load_prices();
  Task<Result<void>> save_run();
  Task<> read_users(store::UserQuery query);
  Task<> try_again();
  Task<> work_to_the_end(UserSource& users);
  Task<> save_in_time();
  Task<> work(UserSource& users);
  Task<> handle(User user);
  Task<> read(User user);
  Task<std::optional<Snapshot>> previous_snapshot(const std::string& user_id);
  Task<> finish(UserOutcome outcome, UserTally user);
  Task<> finish_second_try(UserOutcome outcome, UserTally user);
  Task<> keep(UserOutcome outcome);
  void learn(const std::vector<AccountOutcome>& outcomes);
  bool is_wanted(const LinkedAccount& account) const;
  Task<> close();
  Task<> settle();
  bool must_end() const;
  void end_by(Error error);

  RunRequest request_;
  Surroundings around_;
  RunObserver observer_;
  Saver saver_;
  RunReport report_;
  std::optional<pricing::PriceBook> book_;
  Progress progress_;
  bool is_second_pass_ = false;
  bool was_cut_short_ = false;                     // users are left that nobody has read
  std::map<std::string, UserTally> second_tries_;  // by user
  std::size_t workers_ = 0;
  Event all_read_;
};

Task<Result<RunReport>> Pass::run() {
  const auto prepared = co_await prepare();
  if (!prepared) co_return fail(prepared.error());
  if (book_) {
    store::UserQuery everybody{.slot = request_.slot, .user_ids = request_.user_ids};
    co_await read_users(std::move(everybody));
    co_await try_again();
  }
  co_await close();
  co_return std::move(report_);
}

Task<> Pass::read_users(store::UserQuery query) {
  UserSource users{around_.store, std::move(query)};
  workers_ = kUsersInFlight;
  std::vector<Task<>> tasks;
  for (std::size_t i = 0; i < kUsersInFlight; ++i) tasks.push_back(work_to_the_end(users));
  tasks.push_back(save_in_time());
  co_await run_all(std::move(tasks));
}

Task<> Pass::work_to_the_end(UserSource& users) {
  co_await work(users);
  if (--workers_ == 0) all_read_.fire();
}

/// An exchange that does not answer must not keep what the others said from being saved.
Task<> Pass::save_in_time() {
  while (workers_ > 0) {
    co_await around_.clock.sleep_until(around_.clock.steady_now() + Saver::kBatchAgeMax, &all_read_);
    if (saver_.is_due()) co_await saver_.flush();
  }
}

/// Who failed for a passing reason is read once more at the end (semantics C3). What was found is saved first: it is
/// safe during the pause, and the second try builds on it.
Task<> Pass::try_again() {
  co_await saver_.flush();
  if (second_tries_.empty() || must_end()) co_return;
  co_await around_.clock.sleep_until(around_.clock.steady_now() + kPauseBeforeSecondTry, &around_.stop.event());
  is_second_pass_ = true;
  store::UserQuery query{.slot = request_.slot};
  for (const auto& [user_id, tally] : second_tries_) query.user_ids.push_back(user_id);
  co_await read_users(std::move(query));
}

/// Everything that can end a run before a snapshot is written, then the ledger's row.
Task<Result<void>> Pass::prepare() {
  const auto keys = co_await check_keys(around_.store, around_.keyring);
  if (!keys) co_return fail(keys.error());
  report_.run = {.run_id = new_run_id(around_.clock.now(), around_.random),
                 .slot = request_.slot,
                 .trigger = request_.trigger,
                 .host = request_.host,
                 .started_at = around_.clock.now()};
  const store::UserQuery query{.slot = {}, .user_ids = request_.user_ids};
  const auto total = co_await around_.store.run([&query](store::Store& s) { return s.count_active_users(query); });
  if (!total) co_return fail(total.error());
  progress_.users_total = *total;
  if (*total > 0) {
    const auto prices = co_await load_prices();
    if (!prices) co_return fail(prices.error());
  }
  log_start(around_.log, report_.run, *total);
  co_return co_await save_run();
}

Task<Result<void>> Pass::load_prices() {
  std::vector<std::string> exchanges{request_.exchange};
  if (request_.exchange.empty()) {
    auto in_use = co_await around_.store.run([](store::Store& s) { return s.exchanges_in_use(); });
    if (!in_use) co_return fail(in_use.error());
    exchanges = std::move(*in_use);
  }
  const auto board = co_await obtain_prices(request_.slot, std::move(exchanges), request_.keep, around_.store,
                                            around_.driver, around_.clock, around_.log);
  if (!board) co_return fail(board.error());
  report_.usd_brl = board->usd_brl;
  book_.emplace(*board);
  co_return Result<void>{};
}

Task<Result<void>> Pass::save_run() {
  if (!request_.keep) co_return Result<void>{};
  const Run& run = report_.run;
  co_return co_await around_.store.run([&run](store::Store& s) { return s.save_run(run); });
}

bool Pass::must_end() const { return around_.stop.requested() || report_.ended_by || saver_.failure(); }

void Pass::end_by(Error error) {
  if (!report_.ended_by) report_.ended_by = std::move(error);
}

/// Takes user after user until there are no more. Many of these run at the same time.
Task<> Pass::work(UserSource& users) {
  while (true) {
    auto user = co_await users.next();
    if (!user) end_by(user.error());
    if (!user || !*user) co_return;
    if (must_end()) {
      was_cut_short_ = true;
      co_return;
    }
    co_await handle(std::move(**user));
  }
}

bool Pass::is_wanted(const LinkedAccount& account) const {
  return request_.exchange.empty() || account.id.exchange == request_.exchange;
}

Task<> Pass::handle(User user) {
  std::erase_if(user.accounts, [this](const LinkedAccount& account) { return !is_wanted(account); });
  const bool is_stored = request_.keep && user.stored && user.stored->complete;
  if (is_second_pass_) {
    if (!is_stored) co_await read(std::move(user));
    co_return;
  }
  RunCounts& counts = report_.run.counts;
  ++counts.users_total;
  if (is_stored)
    ++counts.users_already_stored;
  else if (user.accounts.empty())
    ++counts.users_without_links;
  else
    co_await read(std::move(user));
  ++progress_.users_done;
  if (observer_.progress) observer_.progress(progress_);
}

Task<> Pass::read(User user) {
  const auto outcomes =
      co_await read_accounts(std::move(user.accounts), around_.driver, around_.keyring, around_.clock);
  const RunStamp stamp{.run_id = report_.run.run_id,
                       .slot = request_.slot,
                       .trigger = request_.trigger,
                       .carry_limit = request_.carry_limit};
  const Time taken_at = around_.clock.now();
  auto outcome = assemble(user.user_id, outcomes, taken_at, stamp, *book_, {});
  if (wants_previous(outcome)) {
    const auto previous = co_await previous_snapshot(user.user_id);
    if (previous) outcome = assemble(user.user_id, outcomes, taken_at, stamp, *book_, previous);
  }
  if (std::holds_alternative<Interrupted>(outcome)) {
    was_cut_short_ = true;
    co_return;
  }
  learn(outcomes);
  auto counted = tally(std::move(user.user_id), outcomes, outcome);
  if (is_second_pass_)
    co_await finish_second_try(std::move(outcome), std::move(counted));
  else
    co_await finish(std::move(outcome), std::move(counted));
}

/// The newest one up to this slot: an earlier run of the same slot may have read what this one could not.
Task<std::optional<Snapshot>> Pass::previous_snapshot(const std::string& user_id) {
  const Slot before{request_.slot.at + Milliseconds{1}};
  auto previous =
      co_await around_.store.run([&user_id, before](store::Store& s) { return s.latest_snapshot(user_id, before); });
  if (previous) co_return std::move(*previous);
  end_by(previous.error());
  co_return std::nullopt;
}

void Pass::learn(const std::vector<AccountOutcome>& outcomes) {
  if (!request_.keep) return;
  for (const auto& outcome : outcomes) {
    if (!outcome.was_asked) continue;
    const auto& before = outcome.account.state;
    auto after = learned(before, outcome.key_fingerprint, outcome.reading, around_.clock.now());
    // A refusal counts once a run, and the second try may be one more.
    const bool was_counted = before.tried_at && *before.tried_at >= report_.run.started_at;
    if (was_counted && after.failures_in_a_row > before.failures_in_a_row) continue;
    if (is_news(before, after)) saver_.add(store::LearnedState{.id = outcome.account.id, .state = std::move(after)});
  }
}

Task<> Pass::finish(UserOutcome outcome, UserTally user) {
  report_.add(user);
  const bool try_again = user.is_worth_another_try() && second_tries_.size() < kSecondTriesMax;
  if (try_again) second_tries_.emplace(user.user_id, std::move(user));
  co_await keep(std::move(outcome));
}

/// Counts for what it is only when it came out better than the first try.
Task<> Pass::finish_second_try(UserOutcome outcome, UserTally user) {
  const auto first = second_tries_.find(user.user_id);
  if (first == second_tries_.end() || !user.is_better_than(first->second)) co_return;
  report_.remove(first->second);
  report_.add(user);
  co_await keep(std::move(outcome));
}

Task<> Pass::keep(UserOutcome outcome) {
  if (auto* failure = std::get_if<UserFailure>(&outcome)) {
    if (request_.keep) co_await saver_.add(std::move(*failure));
    co_return;
  }
  auto& snapshot = std::get<Snapshot>(outcome);
  log_events(around_.log, snapshot);
  if (observer_.snapshot) observer_.snapshot(snapshot);
  if (request_.keep) co_await saver_.add(std::move(snapshot));
}

/// Saves what is left and completes the ledger.
Task<> Pass::close() {
  co_await saver_.flush();
  if (saver_.failure()) end_by(*saver_.failure());
  Run& run = report_.run;
  run.finished_at = around_.clock.now();
  run.ending = report_.ended_by ? RunEnding::failed : was_cut_short_ ? RunEnding::stopped : RunEnding::done;
  report_.requests = around_.driver.counts();
  const auto saved = co_await save_run();
  if (!saved) end_by(saved.error());
  if (run.ending == RunEnding::done) co_await settle();
  log_end(around_.log, report_);
}

Task<> Pass::settle() {
  if (!request_.settles_slot || !request_.keep) co_return;
  const store::SlotEntry entry{
      .slot = request_.slot, .last = request_.slot, .done = true, .run_id = report_.run.run_id};
  const auto settled = co_await around_.store.run([&entry](store::Store& s) { return s.settle_slot(entry); });
  if (!settled) end_by(settled.error());
}

}  // namespace

Task<Result<RunReport>> take_snapshots(RunRequest request, Surroundings surroundings, RunObserver observer) {
  check(request.exchange.empty() || !request.keep, "a total of one exchange must not be stored");
  Pass pass{std::move(request), surroundings, std::move(observer)};
  co_return co_await pass.run();
}

}  // namespace saldo::snapshot
