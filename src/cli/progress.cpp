#include "cli/progress.h"

#include <ostream>

#include <fmt/format.h>

namespace saldo::cli {
namespace {

constexpr Milliseconds kFirstAfter{500};
constexpr Milliseconds kRedrawEvery{100};
constexpr auto kEraseLine = "\r\x1b[K";

std::string duration_text(std::int64_t seconds) {
  if (seconds < 120) return fmt::format("{} s", seconds);
  if (seconds < 2 * 3600) return fmt::format("{} min", seconds / 60);
  return fmt::format("{} h {} min", seconds / 3600, seconds % 3600 / 60);
}

}  // namespace

std::string progress_text(const snapshot::Progress& progress, Milliseconds elapsed) {
  const auto done = progress.users_done;
  auto text = fmt::format("{}/{} users", done, progress.users_total);
  if (done == 0 || elapsed.count() <= 0) return text;
  const auto per_second = done * 1000 / elapsed.count();
  const auto left = std::max<std::int64_t>(progress.users_total - done, 0);
  const auto seconds_left = left * elapsed.count() / done / 1000;
  return fmt::format("{}  {}/s  {} left", text, per_second, duration_text(seconds_left));
}

void ProgressLine::show(const snapshot::Progress& progress) {
  const Steady now = clock_.steady_now();
  if (now - began_ < kFirstAfter || (is_drawn_ && now - drawn_at_ < kRedrawEvery)) return;
  const auto elapsed = std::chrono::floor<Milliseconds>(now - began_);
  err_ << kEraseLine << "  " << progress_text(progress, elapsed) << std::flush;
  drawn_at_ = now;
  is_drawn_ = true;
}

void ProgressLine::clear() {
  if (is_drawn_) err_ << kEraseLine << std::flush;
  is_drawn_ = false;
}

}  // namespace saldo::cli
