// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Everything that can be had of a database: over and over until the test is
// killed, and once to see that all of it works.
#include <gtest/gtest.h>
#include <unistd.h>

#include <parallel_testing/once.hpp>
#include <parallel_testing/postgresql.hpp>
#include <parallel_testing/sqlite.hpp>
#include <parallel_testing/worker.hpp>

#include "note.hpp"

namespace pg = parallel_testing::postgresql;
namespace sqlite = parallel_testing::sqlite;

namespace {

constexpr const char* schema =
    "CREATE TABLE t(x int); INSERT INTO t VALUES (1)";
constexpr const char* add = "INSERT INTO t VALUES (2)";
constexpr const char* count = "SELECT count(*) FROM t";

template <class Connection>
void add_one(Connection&& open) {
  open.execute(add);
  EXPECT_EQ(open.value(count), "2");
}

void use_postgresql() {
  const pg::template_database source("storm", schema);
  pg::worker_database worker(source);
  e2e::note("database", worker.name());
  worker.reset();
  {
    pg::connection open(worker.settings());
    pg::transaction_session session(open);
    add_one(open);
  }
  EXPECT_EQ(pg::connection(worker.settings()).value(count), "1");
  {
    const pg::scoped_schema mine;
    e2e::note("database", mine.name());
    pg::connection open(mine.settings());
    open.execute(schema);
    add_one(open);
  }
  const pg::scoped_database mine(source);
  e2e::note("database", mine.name());
  add_one(pg::connection(mine.settings()));
  worker.truncate();
  EXPECT_EQ(pg::connection(worker.settings()).value(count), "0");
}

void use_sqlite() {
  const sqlite::template_database source("storm", schema);
  sqlite::worker_database worker("storm", source);
  worker.reset();
  {
    sqlite::connection open = worker.connect();
    sqlite::transaction_session session(open);
    add_one(open);
  }
  EXPECT_EQ(worker.connect().value(count), "1");
  add_one(worker.connect());
  const sqlite::scoped_database mine(source);
  add_one(mine.connect());
}

void use_once() {
  EXPECT_EQ(parallel_testing::once_per_run("storm",
                                           [] {
                                             e2e::note("once", "made");
                                             return std::string("result");
                                           }),
            "result");
}

}  // namespace

class Storm : public testing::TestWithParam<int> {};
class Calm : public testing::TestWithParam<int> {};

TEST_P(Storm, GoesOn) {
  const std::string me = std::to_string(::getpid());
  e2e::note("going", me);
  for (;;) {
    use_sqlite();
    use_postgresql();
    e2e::note("turn", me);
  }
}

TEST_P(Calm, IsAllThere) {
  use_once();
  use_sqlite();
  use_postgresql();
}

INSTANTIATE_TEST_SUITE_P(All, Storm, testing::Range(0, 12));
INSTANTIATE_TEST_SUITE_P(All, Calm, testing::Range(0, 8));
