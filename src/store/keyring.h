#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/account.h"
#include "core/result.h"
#include "core/secret.h"
#include "core/time.h"
#include "store/fernet.h"
#include "store/random.h"

namespace saldo::store {

/// The keys that credentials are encrypted with: the newest encrypts, any decrypts. So a key is replaced by putting
/// the new one in front.
class Keyring {
 public:
  static constexpr std::size_t kMaxKeys = 16;

  /// Reads the text of ENCRYPTION_KEY: Fernet keys, comma separated, newest first; blanks around them are ignored.
  /// `origin` names where the text came from, for messages ("ENCRYPTION_KEY", or a key file's path).
  /// Fails with configuration, saying which key is wrong and how, never what it is.
  static Result<Keyring> parse(const Secret& text, std::string_view origin);

  /// What parse() was told.
  const std::string& origin() const { return origin_; }

  std::string encrypt(const Secret& secret, Time at, const RandomSource& random) const;
  /// Fails with undecryptable_key when no key fits, or the token is no token.
  Result<Secret> decrypt(std::string_view token) const;

  /// What is empty stays empty; `uid` is no secret and is copied.
  EncryptedCredentials encrypt(const Credentials& credentials, Time at, const RandomSource& random) const;
  Result<Credentials> decrypt(const EncryptedCredentials& credentials) const;

 private:
  std::string origin_;
  std::vector<fernet::Key> keys_;
};

/// 16 hex digits that tell one API key from another and do not lead back to it. The same whatever the keyring is,
/// for a new ENCRYPTION_KEY makes no new account.
std::string fingerprint(const Secret& api_key);

}  // namespace saldo::store
