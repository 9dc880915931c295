#pragma once

#include <exception>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

namespace saldo::store {

/// A process of its own that does `work` and ends, without the test framework's ending.
template <class Work>
pid_t start_child(Work work) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  int code = 1;
  try {
    code = work() ? 0 : 1;
  } catch (const std::exception&) {
    code = 2;
  }
  ::_exit(code);
}

/// How the child ended, as waitpid tells it; zero when its work went well.
inline int wait_for_child(pid_t child) {
  int status = -1;
  ::waitpid(child, &status, 0);
  return status;
}

}  // namespace saldo::store
