// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cases that know libpq and nothing of this project. The connection is made
// before main(), as some suites do.
#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <string>

#include "note.hpp"

namespace {

struct connected {
  PGconn* open = PQconnectdb("");
  ~connected() { PQfinish(open); }
} before_main;

void use() {
  ASSERT_EQ(PQstatus(before_main.open), CONNECTION_OK)
      << PQerrorMessage(before_main.open);
  EXPECT_EQ(e2e::variable("PGDATABASE"), PQdb(before_main.open));
  PGconn* const other = PQconnectdb(e2e::variable("DATABASE_URL").c_str());
  EXPECT_EQ(PQstatus(other), CONNECTION_OK) << PQerrorMessage(other);
  EXPECT_STREQ(PQdb(other), PQdb(before_main.open));
  PQfinish(other);
  e2e::note("database", e2e::variable("PARALLEL_TESTING_WORKER") + " " +
                            PQdb(before_main.open));
  PGresult* const made =
      PQexec(before_main.open, "CREATE TABLE mine (id int); DROP TABLE mine");
  EXPECT_EQ(PQresultStatus(made), PGRES_COMMAND_OK)
      << PQerrorMessage(before_main.open);
  PQclear(made);
}

}  // namespace

TEST(Unedited, ReachesTheServer) {
  use();
}
TEST(Unedited, ReachesItAgain) {
  use();
}
TEST(Unedited, ReachesItOnceMore) {
  use();
}
