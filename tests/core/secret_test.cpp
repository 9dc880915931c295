#include "core/secret.h"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <ostream>

#include <fmt/format.h>
#include <gtest/gtest.h>

// This binary's own allocator: it looks at the memory that it takes back, which nobody may do afterwards.
namespace {

constexpr std::string_view kMark = "PEEKABOO";
int returned_with_mark = 0;

/// A string that was moved from or emptied loses its first character: the rest is as bad.
bool holds_mark(const void* memory, std::size_t bytes) {
  return std::string_view{static_cast<const char*>(memory), bytes}.contains(kMark.substr(1));
}

}  // namespace

void* operator new(std::size_t bytes) {
  void* memory = std::malloc(bytes);
  if (memory == nullptr) throw std::bad_alloc{};
  std::memset(memory, 0, bytes);
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t bytes) noexcept {
  if (memory != nullptr && holds_mark(memory, bytes)) ++returned_with_mark;
  std::free(memory);
}

namespace saldo {
namespace {

const std::string kLong = std::string(100, '.') + std::string{kMark} + std::string(100, '.');

/// A place for a Secret whose bytes can be looked at while it lives and when it is gone.
class Place {
 public:
  template <class... Arguments>
  Secret& make(Arguments&&... arguments) {
    return *std::construct_at(reinterpret_cast<Secret*>(bytes_.data()), std::forward<Arguments>(arguments)...);
  }

  /// Copied through volatile, so that the compiler cannot reason about an object that has ended.
  bool holds_mark() const {
    std::array<char, sizeof(Secret)> copy{};
    const volatile char* bytes = bytes_.data();
    for (std::size_t i = 0; i < copy.size(); ++i) copy[i] = bytes[i];
    return ::holds_mark(copy.data(), copy.size());
  }

 private:
  alignas(Secret) std::array<char, sizeof(Secret)> bytes_{};
};

/// How many blocks of memory the action gave back with the mark still in them.
template <class Action>
int leaks(Action action) {
  const int before = returned_with_mark;
  action();
  return returned_with_mark - before;
}

TEST(TheAllocatorOfThisTest, NoticesWhatIsLeftBehind) {
  EXPECT_EQ(leaks([] { const std::string plain{kLong}; }), 1);
}

TEST(SecretMemory, IsWipedWhenItEnds) {
  EXPECT_EQ(leaks([] { const Secret secret{kLong}; }), 0);
  Place place;
  Secret& secret = place.make(kMark);
  EXPECT_TRUE(place.holds_mark()) << "a short text is inside the object, or this test looks at the wrong place";
  std::destroy_at(&secret);
  EXPECT_FALSE(place.holds_mark());
}

TEST(SecretMemory, IsWipedWhereItWasMovedFrom) {
  for (const auto text : {kMark, std::string_view{kLong}}) {
    Place place;
    Secret& from = place.make(text);
    const Secret to{std::move(from)};
    EXPECT_EQ(to.reveal(), text);
    EXPECT_FALSE(place.holds_mark());
    std::destroy_at(&from);
  }
}

TEST(SecretMemory, IsWipedWhereAMoveReplacesIt) {
  EXPECT_EQ(leaks([] {
              Secret secret{kLong};
              secret = Secret{std::string(300, 'x')};
              EXPECT_EQ(secret.reveal(), std::string(300, 'x'));
            }),
            0);
  Place place;
  Secret& from = place.make(kMark);
  Secret to{"other"};
  to = std::move(from);
  EXPECT_EQ(to.reveal(), kMark);
  EXPECT_FALSE(place.holds_mark());
  std::destroy_at(&from);
}

TEST(SecretMemory, IsWipedWhereACopyReplacesIt) {
  EXPECT_EQ(leaks([] {
              const Secret other{std::string(300, 'x')};
              Secret secret{kLong};
              secret = other;
              EXPECT_EQ(secret.reveal(), other.reveal());
            }),
            0);
}

TEST(SecretMemory, IsWipedWhereItWasTakenFrom) {
  EXPECT_EQ(leaks([] {
              std::string text{kLong};
              const Secret secret = Secret::take(text);
              EXPECT_TRUE(text.empty());
              EXPECT_EQ(secret.reveal(), kLong);
            }),
            0);
}

TEST(Secret, KeepsItsTextWhenAssignedToItself) {
  Secret secret{kMark};
  const Secret& same = secret;
  secret = same;
  EXPECT_EQ(secret.reveal(), kMark);
  secret = std::move(const_cast<Secret&>(same));
  EXPECT_EQ(secret.reveal(), kMark);
}

TEST(Secret, MayBeEmpty) {
  EXPECT_TRUE(Secret{}.empty());
  EXPECT_TRUE(Secret{""}.empty());
  EXPECT_FALSE(Secret{"x"}.empty());
}

template <class T>
concept Streamable = requires(std::ostream& stream, const T& value) { stream << value; };

static_assert(Streamable<std::string> && fmt::is_formattable<std::string>::value);
static_assert(!Streamable<Secret>, "a secret has no stream operator");
static_assert(!fmt::is_formattable<Secret>::value, "a secret has no formatter");
static_assert(!std::is_convertible_v<Secret, std::string_view> && !std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<std::string, Secret>, "a secret is made on purpose");

}  // namespace
}  // namespace saldo
