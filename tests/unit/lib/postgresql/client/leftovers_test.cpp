// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>

#include <parallel_testing/gtest.hpp>
#include <parallel_testing/names.hpp>
#include <parallel_testing/postgresql.hpp>

#include "postgresql/client/ownership.hpp"
#include "postgresql/sample_table.hpp"
#include "support/forked_child.hpp"

namespace parallel_testing::postgresql {
namespace {

using testing::Contains;
using testing::Not;
using unit::forked_child;

TEST(leftovers, C58_of_dead_runs_are_dropped_and_no_others) {
  connection open;
  // Made first: the first of a run collects.
  const scoped_database living;
  ownership_mark dead = own_mark();
  dead.owner = "1.999999999999";
  dead.run = "dead";
  ownership_mark elsewhere = dead;
  elsewhere.pid_space = "0123456789abcdef";
  const std::string base = unique_resource_name();
  const std::vector<std::string> names = {base + "_dead", base + "_elsewhere",
                                          base + "_users"};
  const std::vector<std::string> comments = {to_text(dead), to_text(elsewhere),
                                             "parallel_testing is great"};
  for (std::size_t at = 0; at < names.size(); ++at) {
    open.execute("CREATE DATABASE " + quote_identifier(names[at]));
    open.execute("COMMENT ON DATABASE " + quote_identifier(names[at]) +
                 " IS '" + comments[at] + "'");
    open.execute("CREATE SCHEMA " + quote_identifier(names[at]));
    open.execute("COMMENT ON SCHEMA " + quote_identifier(names[at]) + " IS '" +
                 comments[at] + "'");
  }
  const connection in_use(
      connection_settings::from_environment().with("dbname", names[0]));
  const auto listed = collect_leftovers(collect_mode::only_list);
  EXPECT_THAT(listed, Contains(names[0]));
  EXPECT_TRUE(exists(names[0]));
  const auto dropped = collect_leftovers();
  EXPECT_THAT(dropped, Contains(names[0]).Times(2));
  EXPECT_FALSE(exists(names[0]));
  for (const std::string& kept : {names[1], names[2], living.name()}) {
    EXPECT_TRUE(exists(kept)) << kept;
    EXPECT_THAT(dropped, Not(Contains(kept)));
  }
  for (std::size_t at = 1; at < names.size(); ++at) {
    open.execute("DROP DATABASE " + quote_identifier(names[at]));
    open.execute("DROP SCHEMA " + quote_identifier(names[at]));
  }
}

/// Others of this server may collect what these want to see.
PARALLEL_TESTING_MARK(leftovers, C58_of_dead_runs_are_dropped_and_no_others,
                      lock("postgresql_leftovers"));

TEST(leftovers, C58_of_killed_tests_do_not_break_the_next) {
  const template_database source(unique_resource_name(), schema);
  for (int round = 0; round < 2; ++round) {
    std::vector<forked_child> tests;
    for (int at = 0; at < 4; ++at) {
      tests.emplace_back([&](unit::parent& parent) {
        worker_database shared(source);
        parent.tell("going");
        for (;;) {
          const scoped_database mine(source);
          connection(mine.settings()).execute("INSERT INTO t DEFAULT VALUES");
        }
      });
    }
    for (forked_child& each : tests) EXPECT_EQ(each.receive(), "going");
    for (forked_child& each : tests) each.kill();
    worker_database mine(source);
    mine.reset();
    EXPECT_EQ(connection(mine.settings()).value(count), "1");
    const scoped_database own(source);
    EXPECT_EQ(connection(own.settings()).value(count), "1");
  }
}

}  // namespace
}  // namespace parallel_testing::postgresql
