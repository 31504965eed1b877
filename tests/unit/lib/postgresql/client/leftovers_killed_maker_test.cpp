// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A test that is killed at the worst of moments: its database exists and has no
// mark yet.
#include <gmock/gmock.h>
#include <poll.h>
#include <unistd.h>

#include <parallel_testing/gtest.hpp>
#include <parallel_testing/names.hpp>
#include <parallel_testing/postgresql.hpp>

#include "base/process_info.hpp"
#include "support/child_process.hpp"
#include "support/forked_child.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::postgresql {
namespace {

using unit::child_process;
using unit::environment;
using unit::forked_child;

/// Made by the run of that ctest, and still without a comment.
std::string unmarked_of(connection& open, const std::string& ctest) {
  return open.value(
      "SELECT datname FROM pg_database WHERE datname LIKE 'pt\\_%\\_" + ctest +
      "\\_%' AND shobj_description(oid, 'pg_database') IS NULL");
}

/// Who waits to write a comment.
std::string waiting_backend(connection& open) {
  return open.value(
      "SELECT pid FROM pg_locks WHERE NOT granted AND relation = "
      "'pg_shdescription'::regclass AND pid IN (SELECT pid FROM "
      "pg_stat_activity WHERE application_name LIKE 'Database.IsMade@%' AND "
      "query LIKE 'COMMENT ON DATABASE%')");
}

std::vector<std::string> program() {
  return {"/bin/sh", "-c", "exec \"$0\" \"$@\" >&2", FAILING_GTEST,
          "--gtest_filter=Database.IsMade"};
}

environment of_run(const unit::scratch& place, const std::string& run,
                   const std::string& ctest) {
  environment variables = place.under_ctest(run);
  variables["PARALLEL_TESTING_CTEST"] = ctest;
  variables["DATABASE_URL"] =
      connection_settings::from_environment()
          .with("application_name", "Database.IsMade@killed")
          .conninfo();
  return variables;
}

TEST(leftovers, C58_of_a_test_killed_before_it_could_mark_them_are_dropped) {
  connection open;
  if (open.value("SHOW is_superuser") != "on") {
    GTEST_SKIP() << "only a superuser may keep others from writing comments";
  }
  const unit::scratch place;
  forked_child ctest([](unit::parent& parent) {
    parent.tell(process_token(::getpid()));
    parent.wait();
  });
  const std::string killed = ctest.receive();
  const environment of_killed = of_run(place, "killed", killed);
  // The first of a run drops what others left, which changes comments, too.
  child_process first(program(), of_killed);
  EXPECT_EQ(first.finish(), 0) << first.errors();
  {
    connection blocking;
    blocking.execute("BEGIN; LOCK pg_shdescription IN SHARE MODE");
    child_process test(program(), of_killed);
    std::string backend;
    while (backend.empty()) {
      backend = waiting_backend(open);
      ::poll(nullptr, 0, 1);
    }
    test.kill();
    // What it sent is not done after its death.
    open.execute("SELECT pg_terminate_backend(" + backend + ")");
    while (!waiting_backend(open).empty()) ::poll(nullptr, 0, 1);
  }
  EXPECT_NE(unmarked_of(open, killed), "");
  ctest.kill();
  child_process next(program(),
                     of_run(place, "next", process_token(::getpid())));
  EXPECT_EQ(next.finish(), 0) << next.errors();
  EXPECT_EQ(unmarked_of(open, killed), "");
}
PARALLEL_TESTING_MARK(
    leftovers, C58_of_a_test_killed_before_it_could_mark_them_are_dropped,
    lock("postgresql_leftovers"));

}  // namespace
}  // namespace parallel_testing::postgresql
