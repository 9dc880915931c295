#include "snapshot/rate.h"

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "pricing/usd_brl.h"

namespace saldo::snapshot {
namespace {

/// Looks for a rate among the sources, and remembers who failed.
class Search {
 public:
  Search(const PriceBoard& board, const std::optional<UsdBrl>& stored, driver::Driver& driver, Clock& clock,
         Logger& log)
      : board_(board), stored_(stored), driver_(driver), clock_(clock), log_(log) {}

  Task<Result<UsdBrl>> run();

 private:
  Task<Result<UsdBrl>> ask(const pricing::RateSource& source);
  void note(std::string_view source, const Error& error);
  std::optional<UsdBrl> judge(UsdBrl candidate);
  Result<UsdBrl> fall_back();

  const PriceBoard& board_;
  const std::optional<UsdBrl>& stored_;
  driver::Driver& driver_;
  Clock& clock_;
  Logger& log_;
  std::vector<UsdBrl> unconfirmed_;
  std::string tried_;
};

Task<Result<UsdBrl>> Search::run() {
  for (const auto* source : pricing::rate_sources()) {
    auto candidate = co_await ask(*source);
    if (!candidate && candidate.error().kind == ErrorKind::stopped) co_return candidate;
    if (!candidate) {
      note(source->peer.id, candidate.error());
      continue;
    }
    if (auto rate = judge(std::move(*candidate))) co_return std::move(*rate);
  }
  if (auto candidate = pricing::rate_by_tether(board_))
    if (auto rate = judge(std::move(*candidate))) co_return std::move(*rate);
  co_return fall_back();
}

Task<Result<UsdBrl>> Search::ask(const pricing::RateSource& source) {
  auto rate = co_await driver_.converse(source.peer, driver::Party{}, source.fetch());
  if (!rate) co_return rate;
  if (rate->as_of == Time{}) rate->as_of = clock_.now();
  if (pricing::is_recent(*rate, clock_.now())) co_return rate;
  co_return fail(ErrorKind::bad_response, fmt::format("its quote is of {}", iso_text(rate->as_of)));
}

void Search::note(std::string_view source, const Error& error) {
  log_.warning("a source of USD/BRL failed", {{"source", source}, {"error", error}});
  tried_ += fmt::format("{}{} ({})", tried_.empty() ? "" : ", ", source, error.message);
}

/// The candidate, if it may be believed now. One that has to be confirmed waits for another that agrees with it.
std::optional<UsdBrl> Search::judge(UsdBrl candidate) {
  if (!pricing::needs_confirmation(candidate.rate, stored_, clock_.now())) return candidate;
  for (auto& other : unconfirmed_)
    if (pricing::agree(other.rate, candidate.rate)) return other;
  log_.warning("a USD/BRL rate is far from the stored one, and has to be confirmed",
               {{"source", candidate.source}, {"rate", candidate.rate}, {"stored", stored_->rate}});
  unconfirmed_.push_back(std::move(candidate));
  return {};
}

Result<UsdBrl> Search::fall_back() {
  if (!stored_) return fail(ErrorKind::no_price_source, "no USD/BRL rate; asked: " + tried_);
  UsdBrl stored = *stored_;
  stored.stale = true;
  log_.warning("using the last stored USD/BRL rate", {{"rate", stored.rate}, {"as_of", stored.as_of}});
  return stored;
}

}  // namespace

Task<Result<UsdBrl>> obtain_rate(const PriceBoard& board, const std::optional<UsdBrl>& stored, driver::Driver& driver,
                                 Clock& clock, Logger& log) {
  Search search{board, stored, driver, clock, log};
  co_return co_await search.run();
}

}  // namespace saldo::snapshot
