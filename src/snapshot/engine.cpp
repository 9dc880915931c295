#include "snapshot/engine.h"

#include <fmt/format.h>

#include "core/check.h"
#include "snapshot/key_check.h"
#include "snapshot/prices.h"
#include "snapshot/reader.h"
#include "snapshot/saver.h"
#include "snapshot/user_source.h"

namespace saldo::snapshot {
namespace {

// Enough to keep every limit busy: at 40 ms a reply this is 6,000 requests a second.
constexpr std::size_t kUsersInFlight = 256;

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
        users_(surroundings.store, {.slot = request_.slot, .user_ids = request_.user_ids}),
        saver_(surroundings.store, surroundings.clock, request_.slot) {}

  Task<Result<RunReport>> run();

 private:
  Task<Result<void>> prepare();
  Task<Result<void>> load_prices();
  Task<Result<void>> save_run();
  Task<> read_users();
  Task<> work();
  Task<> handle(User user);
  Task<> finish(UserOutcome outcome);
  bool is_wanted(const LinkedAccount& account) const;
  Task<> close();
  Task<> settle();
  bool must_end() const;
  void end_by(Error error);

  RunRequest request_;
  Surroundings around_;
  RunObserver observer_;
  UserSource users_;
  Saver saver_;
  RunReport report_;
  std::optional<pricing::PriceBook> book_;
  Progress progress_;
};

Task<Result<RunReport>> Pass::run() {
  const auto prepared = co_await prepare();
  if (!prepared) co_return fail(prepared.error());
  if (progress_.users_total > 0) co_await read_users();
  co_await close();
  co_return std::move(report_);
}

Task<> Pass::read_users() {
  std::vector<Task<>> workers;
  for (std::size_t i = 0; i < kUsersInFlight; ++i) workers.push_back(work());
  co_await run_all(std::move(workers));
}

/// Everything that can end a run before anything is written, then the ledger's row.
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
  if (*total > 0) {  // without users no price is needed, and a source that is down is not what is wrong
    const auto prices = co_await load_prices();
    if (!prices) co_return fail(prices.error());
  }
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
Task<> Pass::work() {
  while (!must_end()) {
    auto user = co_await users_.next();
    if (!user) {
      end_by(user.error());
      co_return;
    }
    if (!*user) co_return;
    co_await handle(std::move(**user));
    ++progress_.users_done;
    if (observer_.progress) observer_.progress(progress_);
  }
}

bool Pass::is_wanted(const LinkedAccount& account) const {
  return request_.exchange.empty() || account.id.exchange == request_.exchange;
}

Task<> Pass::handle(User user) {
  ++report_.run.counts.users_total;
  if (request_.keep && user.stored && user.stored->complete) {
    ++report_.run.counts.users_already_stored;
    co_return;
  }
  std::erase_if(user.accounts, [this](const LinkedAccount& account) { return !is_wanted(account); });
  if (user.accounts.empty()) {
    ++report_.run.counts.users_without_links;
    co_return;
  }
  auto outcomes = co_await read_accounts(std::move(user.accounts), around_.driver, around_.keyring);
  report_.add_accounts(outcomes);
  const RunStamp stamp{.run_id = report_.run.run_id, .slot = request_.slot, .trigger = request_.trigger};
  co_await finish(assemble(std::move(user.user_id), std::move(outcomes), around_.clock.now(), stamp, *book_));
}

Task<> Pass::finish(UserOutcome outcome) {
  if (std::holds_alternative<Interrupted>(outcome)) co_return;
  if (auto* failure = std::get_if<UserFailure>(&outcome)) {
    report_.add(*failure);
    if (request_.keep) co_await saver_.add(std::move(*failure));
    co_return;
  }
  auto& snapshot = std::get<Snapshot>(outcome);
  report_.add(snapshot);
  if (observer_.snapshot) observer_.snapshot(snapshot);
  if (request_.keep) co_await saver_.add(std::move(snapshot));
}

/// Saves what is left and completes the ledger.
Task<> Pass::close() {
  co_await saver_.flush();
  if (saver_.failure()) end_by(*saver_.failure());
  Run& run = report_.run;
  run.finished_at = around_.clock.now();
  run.ending = report_.ended_by ? RunEnding::failed : around_.stop.requested() ? RunEnding::stopped : RunEnding::done;
  report_.left_for_passing_reason |= run.ending == RunEnding::stopped;
  report_.requests = around_.driver.counts();
  const auto saved = co_await save_run();
  if (!saved) end_by(saved.error());
  if (run.ending == RunEnding::done) co_await settle();
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
