#include "store/random.h"

#include <openssl/rand.h>

#include "core/check.h"

namespace saldo::store {

RandomSource system_random() {
  return [](std::span<unsigned char> buffer) {
    check(RAND_bytes(buffer.data(), static_cast<int>(buffer.size())) == 1, "the system has no random bytes");
  };
}

}  // namespace saldo::store
