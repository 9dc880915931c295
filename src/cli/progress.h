#pragma once

#include <iosfwd>
#include <string>

#include "core/clock.h"
#include "snapshot/engine.h"

namespace saldo::cli {

/// One line on a terminal that is drawn over itself: "  412/1000 users  96/s  6 s left".
/// Appears only when the work takes longer than a moment.
class ProgressLine {
 public:
  ProgressLine(std::ostream& err, Clock& clock) : err_(err), clock_(clock), began_(clock.steady_now()) {}

  void show(const snapshot::Progress& progress);
  /// Takes the line off the terminal again.
  void clear();

 private:
  std::ostream& err_;
  Clock& clock_;
  Steady began_;
  Steady drawn_at_;
  bool is_drawn_ = false;
};

/// The text of that line, `elapsed` after the start.
std::string progress_text(const snapshot::Progress& progress, Milliseconds elapsed);

}  // namespace saldo::cli
