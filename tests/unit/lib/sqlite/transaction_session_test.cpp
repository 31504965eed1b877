// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <parallel_testing/error.hpp>
#include <parallel_testing/sqlite.hpp>

#include "support/error_of.hpp"
#include "support/forked_child.hpp"

namespace parallel_testing::sqlite {
namespace {

using testing::HasSubstr;
using unit::forked_child;
using unit::problems_of;

constexpr const char* count = "SELECT count(*) FROM t";

/// Runs in each journal mode.
struct session_on : testing::TestWithParam<const char*> {
  scoped_database file;
  connection open = file.connect();

  void SetUp() override {
    EXPECT_EQ(open.value(std::string("PRAGMA journal_mode=") + GetParam()),
              GetParam());
    open.execute("CREATE TABLE t(x UNIQUE); INSERT INTO t VALUES(0)");
  }

  std::string seen_by_another() const { return file.connect().value(count); }
};

INSTANTIATE_TEST_SUITE_P(Journal, session_on,
                         testing::Values("delete", "wal", "truncate"),
                         [](const auto& given) {
                           return std::string(given.param);
                         });

TEST_P(session_on, C55_rows_are_invisible_to_others_and_gone_at_the_end) {
  {
    transaction_session session(open);
    open.execute("INSERT INTO t VALUES(1)");
    EXPECT_EQ(open.value(count), "2");
    EXPECT_EQ(seen_by_another(), "1");
  }
  EXPECT_EQ(open.value(count), "1");
  EXPECT_EQ(seen_by_another(), "1");
}

TEST_P(session_on, C55_rows_are_gone_after_an_exception) {
  try {
    transaction_session session(open);
    open.execute("INSERT INTO t VALUES(1)");
    throw std::runtime_error("of the test");
  } catch (const std::runtime_error&) {
    EXPECT_EQ(open.value(count), "1");
  }
}

TEST_P(session_on, C55_rows_are_gone_after_a_crash) {
  forked_child test([&](unit::parent& parent) {
    connection mine(file.path());
    transaction_session session(mine);
    // Enough for the cache to spill into the file.
    mine.execute(
        "PRAGMA cache_size=2; CREATE TABLE big(x);"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n"
        " WHERE i<500) INSERT INTO big SELECT randomblob(4000) FROM n;"
        "COMMIT; INSERT INTO t VALUES(7)");
    parent.tell("written");
    parent.wait();
  });
  EXPECT_EQ(test.receive(), "written");
  test.kill();
  EXPECT_EQ(seen_by_another(), "1");
  EXPECT_EQ(file.connect().value("SELECT count(*) FROM sqlite_master "
                                 "WHERE name='big'"),
            "0");
}

TEST_P(session_on, C56_an_inner_commit_is_contained) {
  {
    transaction_session session(open);
    open.execute("BEGIN IMMEDIATE; INSERT INTO t VALUES(1); COMMIT");
    open.execute("begin; INSERT INTO t VALUES(2); end transaction");
    EXPECT_EQ(open.value(count), "3");
    EXPECT_EQ(seen_by_another(), "1");
    EXPECT_EQ(problems_of(session), "no error");
  }
  EXPECT_EQ(seen_by_another(), "1");
}

TEST_P(session_on, C56_an_inner_rollback_undoes_its_own_transaction_only) {
  transaction_session session(open);
  open.execute("INSERT INTO t VALUES(1)");
  open.execute("BEGIN; INSERT INTO t VALUES(2); ROLLBACK");
  EXPECT_EQ(open.value(count), "2");
  open.execute(
      "BEGIN; INSERT INTO t VALUES(3); SAVEPOINT s;"
      "INSERT INTO t VALUES(4); ROLLBACK TO s; RELEASE s; COMMIT");
  EXPECT_EQ(open.value(count), "3");
  EXPECT_EQ(problems_of(session), "no error");
}

TEST_P(session_on, C56_a_transaction_left_open_is_rolled_back) {
  {
    transaction_session session(open);
    open.execute("BEGIN; INSERT INTO t VALUES(1)");
    EXPECT_EQ(problems_of(session), "no error");
  }
  EXPECT_EQ(sqlite3_get_autocommit(open.native()), 1);
  EXPECT_EQ(seen_by_another(), "1");
}

TEST_P(session_on, C56_ends_of_a_transaction_nobody_began_are_reported) {
  transaction_session session(open);
  open.execute("INSERT INTO t VALUES(1); COMMIT; INSERT INTO t VALUES(2)");
  EXPECT_EQ(seen_by_another(), "1");
  EXPECT_EQ(problems_of(session),
            "transaction_session on '" + file.path() +
                "': COMMIT without BEGIN, which SQLite refuses; use a "
                "scoped_database for code that does this on purpose");
  EXPECT_EQ(seen_by_another(), "1");
  transaction_session second(open);
  open.execute("ROLLBACK; BEGIN; BEGIN");
  EXPECT_THAT(problems_of(second),
              HasSubstr("ROLLBACK without BEGIN, which SQLite refuses; BEGIN "
                        "inside a transaction, which SQLite refuses"));
}

TEST_P(session_on, C56_what_rolls_back_everything_is_reported_and_contained) {
  transaction_session session(open);
  EXPECT_THROW(open.execute("INSERT OR ROLLBACK INTO t VALUES(0)"), error);
  EXPECT_THROW(open.execute("INSERT INTO t VALUES(5)"), error);
  EXPECT_THAT(problems_of(session),
              HasSubstr("SQLite rolled back the whole session"));
  EXPECT_EQ(seen_by_another(), "1");
  open.execute("INSERT INTO t VALUES(5)");
  EXPECT_EQ(seen_by_another(), "2");
}

TEST_P(session_on, C56_code_that_takes_the_hooks_away_is_reported) {
  transaction_session session(open);
  sqlite3_set_authorizer(open.native(), nullptr, nullptr);
  sqlite3_commit_hook(open.native(), nullptr, nullptr);
  sqlite3_trace_v2(open.native(), 0, nullptr, nullptr);
  open.execute("COMMIT; BEGIN");
  EXPECT_THAT(problems_of(session),
              HasSubstr("changes may have been committed"));
  EXPECT_EQ(sqlite3_get_autocommit(open.native()), 1);
}

TEST_P(session_on, C56_without_its_authorizer_a_commit_is_still_refused) {
  transaction_session session(open);
  open.execute("INSERT INTO t VALUES(1)");
  sqlite3_set_authorizer(open.native(), nullptr, nullptr);
  EXPECT_THROW(open.execute("COMMIT"), error);
  EXPECT_NE(problems_of(session), "no error");
  EXPECT_EQ(seen_by_another(), "1");
}

TEST_P(session_on, statements_prepared_before_during_and_after_mean_the_same) {
  sqlite3_stmt* begin = nullptr;
  sqlite3_stmt* commit = nullptr;
  sqlite3_prepare_v2(open.native(), "BEGIN", -1, &begin, nullptr);
  const auto step = [](sqlite3_stmt* statement) {
    const int status = sqlite3_step(statement);
    sqlite3_reset(statement);
    return status;
  };
  {
    transaction_session session(open);
    sqlite3_prepare_v2(open.native(), "COMMIT", -1, &commit, nullptr);
    for (int round = 0; round < 3; ++round) {
      EXPECT_EQ(step(begin), SQLITE_DONE);
      open.execute("INSERT INTO t VALUES(" + std::to_string(round + 1) + ")");
      EXPECT_EQ(step(commit), SQLITE_DONE);
    }
    EXPECT_EQ(problems_of(session), "no error");
  }
  EXPECT_EQ(seen_by_another(), "1");
  EXPECT_EQ(step(begin), SQLITE_DONE);
  EXPECT_EQ(sqlite3_get_autocommit(open.native()), 0);
  open.execute("INSERT INTO t VALUES(9)");
  EXPECT_EQ(step(commit), SQLITE_DONE);
  EXPECT_EQ(seen_by_another(), "2");
  sqlite3_finalize(begin);
  sqlite3_finalize(commit);
}

TEST_P(session_on, C56_a_foreign_key_that_a_commit_would_refuse_is_reported) {
  open.execute(
      "PRAGMA foreign_keys=ON; CREATE TABLE child(x REFERENCES t(x) "
      "DEFERRABLE INITIALLY DEFERRED)");
  {
    transaction_session session(open);
    open.execute(
        "BEGIN; INSERT INTO child VALUES(77);"
        "INSERT INTO t VALUES(77); COMMIT");
    EXPECT_EQ(problems_of(session), "no error");
  }
  transaction_session session(open);
  open.execute("BEGIN; INSERT INTO child VALUES(77); COMMIT");
  EXPECT_THAT(problems_of(session), HasSubstr("violated foreign key"));
}

TEST_P(session_on, is_refused_inside_of_a_transaction) {
  open.execute("BEGIN");
  EXPECT_THROW(const transaction_session refused(open), error);
  open.execute("ROLLBACK");
  transaction_session session(open);
  EXPECT_THROW(const transaction_session refused(open), error);
  transaction_session moved(std::move(session));
  open.execute("INSERT INTO t VALUES(1)");
  session = std::move(moved);
  session.finish();
  EXPECT_EQ(open.value(count), "1");
}

TEST(transaction_session, C54_works_in_memory_and_on_native_handles) {
  sqlite3* native = nullptr;
  ASSERT_EQ(sqlite3_open(":memory:", &native), SQLITE_OK);
  sqlite3_exec(native, "CREATE TABLE t(x)", nullptr, nullptr, nullptr);
  {
    transaction_session session(native);
    sqlite3_exec(native, "BEGIN; INSERT INTO t VALUES(1); COMMIT", nullptr,
                 nullptr, nullptr);
    EXPECT_EQ(sqlite3_total_changes(native), 1);
  }
  sqlite3_stmt* rows = nullptr;
  sqlite3_prepare_v2(native, "SELECT * FROM t", -1, &rows, nullptr);
  EXPECT_EQ(sqlite3_step(rows), SQLITE_DONE);
  sqlite3_finalize(rows);
  sqlite3_close(native);
}

TEST(transaction_session, C55_works_on_a_shared_cache) {
  const scoped_database file;
  const std::string uri = "file:" + file.path() + "?cache=shared";
  connection one(uri);
  connection two(uri);
  one.execute("CREATE TABLE t(x)");
  {
    transaction_session session(one);
    one.execute("BEGIN; INSERT INTO t VALUES(1); COMMIT");
    // Another connection of the cache is kept off the table, not misled.
    EXPECT_THROW(two.value(count), error);
    EXPECT_EQ(file.connect().value(count), "0");
  }
  EXPECT_EQ(two.value(count), "0");
}

}  // namespace
}  // namespace parallel_testing::sqlite
