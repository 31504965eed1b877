// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <parallel_testing/error.hpp>
#include <parallel_testing/postgresql.hpp>

#include "postgresql/sample_table.hpp"
#include "support/child_process.hpp"
#include "support/error_of.hpp"
#include "support/forked_child.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::postgresql {
namespace {

using testing::HasSubstr;
using unit::forked_child;
using unit::problems_of;

struct postgresql_session : testing::Test {
  scoped_database database;
  connection open{database.settings()};

  void SetUp() override {
    open.execute("CREATE TABLE t(x int UNIQUE); INSERT INTO t VALUES (0)");
  }

  std::string seen_by_another() const {
    return connection(database.settings()).value(count);
  }
};

TEST_F(postgresql_session, C55_rows_are_invisible_and_gone_at_the_end) {
  {
    transaction_session session(open);
    open.execute("INSERT INTO t VALUES (1)");
    EXPECT_EQ(open.value(count), "2");
    EXPECT_EQ(seen_by_another(), "1");
  }
  EXPECT_EQ(open.value(count), "1");
  open.execute("INSERT INTO t VALUES (2)");
  EXPECT_EQ(seen_by_another(), "2");
}

TEST_F(postgresql_session, C55_rows_are_gone_after_an_error_or_exception) {
  try {
    transaction_session session(open);
    open.execute("INSERT INTO t VALUES (1)");
    EXPECT_THROW(open.execute("SELECT nonsense"), error);
    throw std::runtime_error("of the test");
  } catch (const std::runtime_error&) {
    EXPECT_EQ(open.value(count), "1");
  }
}

TEST_F(postgresql_session, C55_rows_are_gone_after_a_crash) {
  forked_child test([&](unit::parent& parent) {
    connection mine(database.settings());
    transaction_session session(mine);
    mine.execute("INSERT INTO t VALUES (1)");
    parent.tell("written");
    parent.wait();
  });
  EXPECT_EQ(test.receive(), "written");
  test.kill();
  EXPECT_EQ(seen_by_another(), "1");
  // Waits until the server has noticed, or the lock would be in the way.
  open.execute("INSERT INTO t VALUES (1)");
}

TEST_F(postgresql_session, C56_a_commit_is_refused_and_reported) {
  transaction_session session(open);
  open.execute("INSERT INTO t VALUES (1)");
  try {
    open.execute("COMMIT");
    FAIL() << "was committed";
  } catch (const error& problem) {
    EXPECT_THAT(
        problem.what(),
        HasSubstr("parallel_testing: a transaction_session refuses COMMIT"));
  }
  EXPECT_THROW(open.execute("INSERT INTO t VALUES (2)"), error);
  EXPECT_THAT(problems_of(session),
              HasSubstr("ended the transaction of the session"));
  EXPECT_EQ(seen_by_another(), "1");
}

TEST_F(postgresql_session, C56_a_rollback_is_reported_and_contained) {
  transaction_session session(open);
  open.execute("INSERT INTO t VALUES (1); ROLLBACK");
  EXPECT_THROW(open.execute("INSERT INTO t VALUES (2)"), error);
  open.execute("BEGIN");
  EXPECT_THROW(open.execute("INSERT INTO t VALUES (3)"), error);
  EXPECT_NE(problems_of(session), "no error");
  EXPECT_EQ(seen_by_another(), "1");
  open.execute("INSERT INTO t VALUES (4)");
  EXPECT_EQ(seen_by_another(), "2");
}

TEST_F(postgresql_session, C56_savepoints_and_errors_within_them_are_fine) {
  transaction_session session(open);
  open.execute("SAVEPOINT a; INSERT INTO t VALUES (1); RELEASE a; SAVEPOINT b");
  EXPECT_THROW(open.execute("INSERT INTO t VALUES (0)"), error);
  open.execute("ROLLBACK TO b");
  EXPECT_EQ(open.value(count), "2");
  EXPECT_EQ(problems_of(session), "no error");
  EXPECT_EQ(open.value(count), "1");
}

TEST_F(postgresql_session, C56_deferred_constraints_can_be_checked) {
  open.execute(
      "CREATE TABLE child(x int REFERENCES t(x) "
      "DEFERRABLE INITIALLY DEFERRED)");
  transaction_session session(open);
  open.execute("INSERT INTO child VALUES (0); SET CONSTRAINTS ALL IMMEDIATE");
  open.execute("SET CONSTRAINTS ALL DEFERRED; INSERT INTO child VALUES (7)");
  EXPECT_THROW(open.execute("SET CONSTRAINTS ALL IMMEDIATE"), error);
  EXPECT_EQ(problems_of(session), "no error");
}

TEST_F(postgresql_session, C56_two_phase_commit_is_refused) {
  transaction_session session(open);
  EXPECT_THROW(open.execute("PREPARE TRANSACTION 'x'"), error);
  EXPECT_NE(problems_of(session), "no error");
}

TEST_F(postgresql_session, C56_a_commit_that_was_let_through_is_reported) {
  transaction_session session(open);
  open.execute("CLOSE ALL; COMMIT");
  EXPECT_NE(problems_of(session), "no error");
}

TEST_F(postgresql_session, C56_a_lost_connection_is_reported) {
  transaction_session session(open);
  connection(database.settings())
      .execute("SELECT pg_terminate_backend(" +
               std::to_string(PQbackendPID(open.native())) + ")");
  EXPECT_THROW(open.execute(count), error);
  EXPECT_THAT(problems_of(session), HasSubstr("the connection was lost"));
}

TEST_F(postgresql_session, is_refused_inside_of_a_transaction) {
  open.execute("BEGIN");
  EXPECT_THROW(const transaction_session refused(open), error);
  open.execute("ROLLBACK");
  transaction_session session(open.native());
  transaction_session moved(std::move(session));
  open.execute("INSERT INTO t VALUES (1)");
  session = std::move(moved);
  session.finish();
  EXPECT_EQ(open.value(count), "1");
}

TEST_F(postgresql_session, many_one_after_the_other_leave_nothing) {
  for (int round = 0; round < 20; ++round) {
    transaction_session session(open);
    open.execute("INSERT INTO t VALUES (1); CREATE TABLE u(x int)");
  }
  EXPECT_EQ(open.value("SELECT count(*) FROM pg_class WHERE relname = 'u'"),
            "0");
  EXPECT_EQ(open.value("SELECT count(*) FROM pg_cursors"), "0");
}

TEST_F(postgresql_session, C56_is_a_failure_of_the_running_test) {
  const unit::scratch place;
  unit::environment variables = place.under_ctest();
  variables["DATABASE_URL"] = database.settings().conninfo();
  const auto status_of = [&](const std::string& test) {
    unit::child_process program({"/bin/sh", "-c", "exec \"$0\" \"$@\" >&2",
                                 FAILING_GTEST, "--gtest_filter=" + test},
                                variables);
    const int status = program.finish();
    return std::to_string(status) + program.errors();
  };
  EXPECT_THAT(status_of("Session.Reports"),
              testing::AllOf(testing::StartsWith("1"),
                             HasSubstr("use a scoped_database for code that")));
  EXPECT_THAT(status_of("Session.IsFine"), testing::StartsWith("0"));
}

}  // namespace
}  // namespace parallel_testing::postgresql
