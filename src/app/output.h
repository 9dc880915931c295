#pragma once

#include <array>
#include <cerrno>
#include <streambuf>
#include <unistd.h>

namespace saldo::app {

/// A stream's end at a file descriptor, which remembers why writing failed: a full disk must not look like success.
class Output : public std::streambuf {
 public:
  explicit Output(int descriptor) : descriptor_(descriptor) { setp(buffer_.data(), buffer_.data() + buffer_.size()); }

  /// The errno of the first write that failed; 0 when all is well.
  int failure() const { return failure_; }

 protected:
  int_type overflow(int_type next) override {
    if (sync() != 0) return traits_type::eof();
    if (!traits_type::eq_int_type(next, traits_type::eof())) sputc(traits_type::to_char_type(next));
    return traits_type::not_eof(next);
  }

  int sync() override {
    const char* from = pbase();
    while (failure_ == 0 && from < pptr()) {
      const ssize_t written = ::write(descriptor_, from, static_cast<std::size_t>(pptr() - from));
      if (written > 0)
        from += written;
      else if (errno != EINTR)
        failure_ = errno;
    }
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    return failure_ == 0 ? 0 : -1;
  }

 private:
  int descriptor_;
  int failure_ = 0;
  std::array<char, 64 * 1024> buffer_{};
};

}  // namespace saldo::app
