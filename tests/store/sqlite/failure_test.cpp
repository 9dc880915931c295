#include <fstream>
#include <signal.h>
#include <sys/resource.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/child.h"
#include "store/contract/contract.h"
#include "store/contract/describe.h"
#include "store/raw_database.h"
#include "store/sqlite/sqlite_store.h"
#include "store/temporary_folder.h"

namespace saldo::store {
namespace {

using namespace contract;
using testing::HasSubstr;

class SqliteFailure : public testing::Test {
 protected:
  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "saldo.db";
  std::unique_ptr<Store> store_ = open();

  std::unique_ptr<Store> open() { return must(open_sqlite_store(file_, {.busy_timeout = Milliseconds{0}})); }
  void link_ana() {
    const auto key = key_of(binance_of("ana"));
    must(store_->link_accounts({&key, 1}));
  }
  Result<std::vector<SaveOutcome>> save(int minutes) {
    const auto snapshot = simple_snapshot("ana", slot_at(minutes));
    return store_->save({&snapshot, 1});
  }
  /// Pages count from 1.
  void overwrite_page(int page) {
    constexpr int kPageBytes = 4096;
    std::fstream file{file_, std::ios::in | std::ios::out | std::ios::binary};
    file.seekp((page - 1) * kPageBytes);
    file << std::string(kPageBytes, 'x');
  }
  Error read_error() {
    const auto snapshot = store_->snapshot("ana", slot_at(0));
    return snapshot ? Error{.kind = ErrorKind::internal, .message = "it was read", .until = {}} : snapshot.error();
  }
};

TEST_F(SqliteFailure, SaysWhenAnotherProgramHoldsTheDatabase) {
  link_ana();
  const RawLock lock{file_};
  const auto saved = save(0);
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().kind, ErrorKind::store_unavailable);
  EXPECT_THAT(saved.error().message, HasSubstr("another program is writing"));
}

TEST_F(SqliteFailure, GoesOnWhenTheOtherProgramHasEnded) {
  link_ana();
  {
    const RawLock lock{file_};
    EXPECT_FALSE(save(0));
  }
  EXPECT_EQ(must(save(0)).at(0), SaveOutcome::inserted);
}

/// A batch that needs more room than is left.
std::vector<Snapshot> large_batch() {
  std::vector<Snapshot> batch;
  for (int minutes = 1; minutes < 2000; ++minutes) batch.push_back(simple_snapshot("ana", slot_at(minutes)));
  return batch;
}

void limit_file_size(rlim_t bytes) {
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = bytes;
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

// A quota or a limit is no full disk to SQLite, but a failed write.
TEST_F(SqliteFailure, SaysWhenAFileMayNotGrowAndGoesOnWhenItMay) {
  link_ana();
  must(save(0));
  const auto child = start_child([&] {
    // A connection may not cross a fork.
    const auto store = open();
    ::signal(SIGXFSZ, SIG_IGN);
    limit_file_size(std::filesystem::file_size(file_) + 20'000);
    const auto refused = store->save(large_batch());
    if (refused || refused.error().kind != ErrorKind::store_unavailable) return false;
    if (must(store->history({})).size() != 1) return false;
    limit_file_size(RLIM_INFINITY);
    return must(store->save(large_batch())).size() == large_batch().size();
  });
  EXPECT_EQ(wait_for_child(child), 0);
  EXPECT_EQ(must(store_->history({.limit = 9999})).size(), 2000U);
}

TEST_F(SqliteFailure, SaysWhenTheSchemaIsDamaged) {
  store_.reset();
  const int pages = std::stoi(ask_raw(file_, "PRAGMA page_count"));
  for (int page = 2; page <= pages; ++page) overwrite_page(page);
  const auto store = open_sqlite_store(file_);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().kind, ErrorKind::store_damaged);
}

TEST_F(SqliteFailure, SaysWhenTheFileIsDamaged) {
  link_ana();
  must(save(0));
  store_.reset();
  overwrite_page(std::stoi(ask_raw(file_, "SELECT rootpage FROM sqlite_schema WHERE name = 'snapshots'")));
  store_ = open();
  EXPECT_EQ(read_error().kind, ErrorKind::store_damaged);
  EXPECT_THAT(read_error().message, HasSubstr(file_.string()));
}

struct Damage {
  std::string sql;
  std::string named;
};

TEST_F(SqliteFailure, SaysWhenAValueIsNoneThatSaldoWrites) {
  link_ana();
  must(save(0));
  const Damage damages[]{{"UPDATE snapshots SET total_usd = 'abc'", "\"abc\" as an amount"},
                         {"UPDATE snapshots SET total_usd = '1', status = 'splendid'", "\"splendid\""},
                         {"UPDATE snapshots SET status = 'complete', quality = 1 << 40", "too large"},
                         {"UPDATE snapshots SET quality = 1; DELETE FROM snapshot_wallets", "without its wallet"},
                         {"UPDATE snapshot_accounts SET account = 3", "wallet"}};
  for (const auto& [sql, named] : damages) {
    run_raw(file_, sql);
    EXPECT_EQ(read_error().kind, ErrorKind::store_damaged) << sql;
    EXPECT_THAT(read_error().message, HasSubstr(named)) << sql;
  }
}

TEST_F(SqliteFailure, ForgetsAFailureThatItHasTold) {
  link_ana();
  must(save(0));
  run_raw(file_, "UPDATE snapshots SET total_usd = 'abc'");
  EXPECT_EQ(read_error().kind, ErrorKind::store_damaged);
  EXPECT_EQ(must(save(1)).at(0), SaveOutcome::inserted);
}

TEST_F(SqliteFailure, SaysWhenAPriceBoardIsDamaged) {
  for (const auto* tickers : {"BTC", "BTC\tUSDT", "BTC\tUSDT\tabc\n", "BTC\tUSDT\t1", "BTC\\"}) {
    must(
        store_->save_prices(slot_at(0), {.usd_brl = {}, .exchanges = {{.exchange = "x", .as_of = {}, .tickers = {}}}}));
    run_raw(file_, std::string{"UPDATE exchange_prices SET tickers = '"} + tickers + "'");
    const auto board = store_->prices(slot_at(0));
    ASSERT_FALSE(board) << tickers;
    EXPECT_EQ(board.error().kind, ErrorKind::store_damaged);
  }
}

}  // namespace
}  // namespace saldo::store
