#include "store/key_file.h"

#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/child.h"
#include "store/temporary_folder.h"

namespace saldo::store {
namespace {

using testing::HasSubstr;

class KeyFile : public testing::Test {
 protected:
  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_.path() / "saldo.db.key";

  void write(const std::string& text, std::filesystem::perms mode = std::filesystem::perms{0600}) {
    std::ofstream{path_} << text;
    std::filesystem::permissions(path_, mode);
  }
  std::string text() {
    std::ifstream file{path_};
    return {std::istreambuf_iterator{file}, {}};
  }
  Error refusal() {
    const auto opened = open_key_file(path_, system_random());
    return opened ? Error{.kind = ErrorKind::internal, .message = "it was not refused", .until = {}} : opened.error();
  }
};

RandomSource constant(unsigned char byte) {
  return [byte](std::span<unsigned char> buffer) { std::ranges::fill(buffer, byte); };
}

TEST_F(KeyFile, LiesBesideTheDatabase) { EXPECT_EQ(key_file_of("/data/saldo.db"), "/data/saldo.db.key"); }

TEST_F(KeyFile, IsMadeOnFirstUse) {
  ASSERT_TRUE(open_key_file(path_, constant(0)));
  EXPECT_EQ(text(), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
}

TEST_F(KeyFile, IsForItsOwnerOnly) {
  const auto before = ::umask(0);
  ASSERT_TRUE(open_key_file(path_, system_random()));
  ::umask(before);
  EXPECT_EQ(std::filesystem::status(path_).permissions(), std::filesystem::perms{0600});
}

TEST_F(KeyFile, IsTheOnlyFileLeftBehind) {
  ASSERT_TRUE(open_key_file(path_, system_random()));
  const std::filesystem::directory_iterator files{folder_.path()};
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST_F(KeyFile, OpensTokensThatItsKeyMadeBefore) {
  const auto first = open_key_file(path_, system_random());
  const auto token = first->encrypt(Secret{"secret"}, Time{}, system_random());
  const auto second = open_key_file(path_, system_random());
  EXPECT_EQ(second->decrypt(token)->reveal(), "secret");
}

TEST_F(KeyFile, StaysTheKeyOfWhoWasFaster) {
  const std::string faster = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=\n";
  const auto meanwhile = [&](std::span<unsigned char>) { write(faster); };
  ASSERT_TRUE(open_key_file(path_, meanwhile));
  EXPECT_EQ(text(), faster);
}

TEST_F(KeyFile, IsTheSameForAllWhoUseItFirst) {
  const auto token_file = [&](int i) { return folder_.path() / ("token" + std::to_string(i)); };
  std::vector<pid_t> children;
  for (int i = 0; i < 4; ++i)
    children.push_back(start_child([&] {
      const auto keyring = open_key_file(path_, system_random());
      std::ofstream{token_file(i)} << keyring.value().encrypt(Secret{"secret"}, Time{}, system_random());
      return true;
    }));
  for (const auto child : children) EXPECT_EQ(wait_for_child(child), 0);
  const auto keyring = open_key_file(path_, system_random());
  for (int i = 0; i < 4; ++i) {
    std::string token;
    std::ifstream{token_file(i)} >> token;
    EXPECT_TRUE(keyring->decrypt(token)) << i;
  }
}

TEST_F(KeyFile, MayHoldSeveralKeys) {
  write(
      "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=,\n"
      "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
  EXPECT_TRUE(open_key_file(path_, system_random()));
}

TEST_F(KeyFile, IsRefusedWhenItIsEmpty) {
  write("");
  EXPECT_EQ(refusal().kind, ErrorKind::configuration);
  EXPECT_THAT(refusal().message, HasSubstr("restore it from a backup"));
  EXPECT_EQ(text(), "");
}

TEST_F(KeyFile, IsRefusedWhenItHoldsNoKey) {
  write("not a key");
  EXPECT_EQ(refusal().kind, ErrorKind::configuration);
  EXPECT_THAT(refusal().message, HasSubstr(path_.string()));
}

TEST_F(KeyFile, IsRefusedWhenOthersCanReadIt) {
  write("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=\n", std::filesystem::perms{0640});
  EXPECT_EQ(refusal().kind, ErrorKind::configuration);
  EXPECT_THAT(refusal().message, HasSubstr("chmod 600 " + path_.string()));
}

TEST_F(KeyFile, IsRefusedWhenItIsAFolder) {
  std::filesystem::create_directory(path_);
  std::filesystem::permissions(path_, std::filesystem::perms{0700});
  EXPECT_EQ(refusal().kind, ErrorKind::configuration);
}

TEST_F(KeyFile, CannotBeMadeWithoutItsFolder) {
  path_ = folder_.path() / "missing" / "saldo.db.key";
  EXPECT_EQ(refusal().kind, ErrorKind::store_unavailable);
}

}  // namespace
}  // namespace saldo::store
