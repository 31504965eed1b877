// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two hundred tests for each way to start from the same twenty tables of a
// hundred rows. Each changes one row, looks at it, and leaves nothing.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/parallel_testing.hpp>
#include <parallel_testing/postgresql.hpp>
#include <parallel_testing/sqlite.hpp>

namespace {

namespace pt = parallel_testing;
namespace pg = pt::postgresql;

constexpr int tests = 200;
constexpr int tables = 20;

std::string schema_with(const char* rows) {
  std::string sql;
  for (int at = 0; at < tables; ++at) {
    const std::string table = "t" + std::to_string(at);
    sql += "CREATE TABLE " + table +
           "(id INTEGER PRIMARY KEY, text TEXT, number INTEGER);"
           "CREATE INDEX " +
           table + "_number ON " + table +
           "(number);"
           "INSERT INTO " +
           table + " " + rows + ";";
  }
  return sql;
}

std::string postgresql_schema() {
  return schema_with("SELECT i, 'text ' || i, i FROM generate_series(1,100) i");
}

std::string sqlite_schema() {
  return "BEGIN;" +
         schema_with(
             "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n "
             "WHERE i<100) SELECT i, 'text ' || i, i FROM n") +
         "COMMIT;";
}

template <class Connection>
void use(Connection& open) {
  open.execute("UPDATE t7 SET number = -1 WHERE id = 42");
  EXPECT_EQ(open.value("SELECT count(*) FROM t7 WHERE number = -1"), "1");
}

void use(const pg::connection_settings& settings) {
  pg::connection open(settings);
  use(open);
}

pg::template_database postgresql_template() {
  return pg::template_database("ways", postgresql_schema());
}

std::string by_hand(const std::string& command) {
  const auto to = pg::connection_settings::from_environment();
  const std::string options =
      " -h " + to.value("host") + " -p " + to.value("port") + " -U postgres ";
  EXPECT_EQ(std::system((command + options).c_str()), 0);
  return command;
}

struct postgresql : testing::TestWithParam<int> {};
struct sqlite : testing::TestWithParam<int> {};

TEST_P(postgresql, nothing_isolated) {
  const pg::worker_database mine(postgresql_template());
  use(mine.settings());  // the change stays
}

TEST_P(postgresql, session) {
  const pg::worker_database mine(postgresql_template());
  pg::connection open(mine.settings());
  pg::transaction_session session(open);
  use(open);
}

TEST_P(postgresql, schema_with_all_tables) {
  const pg::scoped_schema mine;
  pg::connection open(mine.settings());
  open.execute(postgresql_schema());
  use(open);
}

TEST_P(postgresql, clone) {
  const pg::scoped_database mine(postgresql_template());
  use(mine.settings());
}

TEST_P(postgresql, worker_truncate) {
  pg::worker_database mine(postgresql_template());
  mine.truncate();
  pg::connection open(mine.settings());
  open.execute("INSERT INTO t7 VALUES (42, 'text', 42)");
  use(open);
}

TEST_P(postgresql, worker_reset) {
  pg::worker_database mine(postgresql_template());
  mine.reset();
  use(mine.settings());
}

TEST_P(postgresql, naive_createdb_by_hand) {
  const std::string source = postgresql_template().name();
  const std::string name = pt::unique_resource_name();
  by_hand("createdb -T " + source + " " + name);
  use(pg::connection_settings::from_environment().with("dbname", name));
  by_hand("dropdb " + name);
}

TEST_P(postgresql, naive_database_with_all_tables) {
  const pg::scoped_database mine;
  pg::connection open(mine.settings());
  open.execute(postgresql_schema());
  use(open);
}

TEST_P(sqlite, session) {
  const pt::sqlite::template_database source("ways", sqlite_schema());
  const pt::sqlite::worker_database mine("ways", source);
  pt::sqlite::connection open = mine.connect();
  pt::sqlite::transaction_session session(open);
  use(open);
}

TEST_P(sqlite, clone) {
  const pt::sqlite::template_database source("ways", sqlite_schema());
  const pt::sqlite::scoped_database mine(source);
  pt::sqlite::connection open = mine.connect();
  use(open);
}

TEST_P(sqlite, naive_file_with_all_tables) {
  const pt::sqlite::scoped_database mine;
  pt::sqlite::connection open = mine.connect();
  open.execute(sqlite_schema());
  use(open);
}

/// Mean of a thousand rounds, in ms.
template <class Round>
double time_of(const Round& round) {
  constexpr int rounds = 1000;
  const auto start = std::chrono::steady_clock::now();
  for (int at = 0; at < rounds; ++at) round();
  const std::chrono::duration<double, std::milli> span =
      std::chrono::steady_clock::now() - start;
  return span.count() / rounds;
}

TEST(figures, session) {
  const pg::worker_database mine(postgresql_template());
  pg::connection open(mine.settings());
  constexpr const char* change = "UPDATE t7 SET number = -1 WHERE id = 42";
  const double bare = time_of([&] { open.execute(change); });
  const double session = time_of([&] {
    pg::transaction_session around(open);
    open.execute(change);
  });
  std::printf("a statement: %.3f ms, in its own session: %.3f ms\n", bare,
              session);
}

INSTANTIATE_TEST_SUITE_P(ways, postgresql, testing::Range(0, tests));
INSTANTIATE_TEST_SUITE_P(ways, sqlite, testing::Range(0, tests));

}  // namespace
