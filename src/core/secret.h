#pragma once

#include <string>
#include <string_view>

namespace saldo {

/// Text that must not be seen: an API secret, a passphrase, an encryption key, a signed header.
/// It has no formatter and no stream operator, so printing one does not compile; its memory is wiped when it ends.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view text) : text_(text) {}
  /// Takes the text over and wipes the string that it came in.
  static Secret take(std::string& text);

  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept;
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  /// The text itself, for signing, encrypting and sending. The name is long so that a reader sees each use.
  std::string_view reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

/// Overwrites the whole capacity of `text` in a way that the compiler may not leave out, then empties it.
void wipe(std::string& text);

}  // namespace saldo
