// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/error.hpp>
#include <parallel_testing/names.hpp>
#include <parallel_testing/postgresql.hpp>
#include <parallel_testing/temp_dir.hpp>
#include <parallel_testing/worker.hpp>

#include "postgresql/sample_table.hpp"
#include "support/forked_child.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::postgresql {
namespace {

using testing::HasSubstr;
using unit::forked_child;

TEST(scoped_schema, C54_is_ones_own_and_dropped_at_the_end) {
  std::string name;
  {
    const scoped_schema one;
    const scoped_schema two;
    name = one.name();
    EXPECT_LE(name.size(), 63U);
    EXPECT_THAT(name, HasSubstr(this_worker().id()));
    connection in_one(one.settings());
    connection in_two(two.settings());
    in_one.execute(schema);
    EXPECT_EQ(in_one.value("SELECT current_schema()"), name);
    EXPECT_THROW(in_two.value(count), error);
  }
  connection open;
  EXPECT_EQ(open.value("SELECT count(*) FROM pg_namespace WHERE nspname = '" +
                       name + "'"),
            "0");
}

TEST(scoped_database, C54_is_ones_own_and_dropped_with_its_connections) {
  std::string name;
  std::unique_ptr<connection> forgotten;
  {
    const scoped_database mine;
    name = mine.name();
    EXPECT_LE(name.size(), 63U);
    EXPECT_THAT(name, HasSubstr(this_worker().id()));
    forgotten = std::make_unique<connection>(mine.settings());
    forgotten->execute(schema);
  }
  EXPECT_FALSE(exists(name));
  EXPECT_THROW(forgotten->value(count), error);
}

TEST(postgresql_template, C57_is_built_once_for_all_who_ask_at_once) {
  const std::string name = unique_resource_name();
  const temp_dir dir;
  const std::string builds = dir / "builds";
  std::vector<forked_child> tests;
  for (int at = 0; at < 8; ++at) {
    tests.emplace_back([&](unit::parent& parent) {
      const template_database source(name, "v1", [&](connection& inside) {
        inside.execute(schema);
        unit::write_to(builds, unit::content_of(builds) + "built\n");
      });
      const scoped_database mine(source);
      connection open(mine.settings());
      open.execute("INSERT INTO t DEFAULT VALUES");
      parent.tell(open.value(count));
      open = connection();
      connection().execute("DROP DATABASE " + quote_identifier(mine.name()) +
                           " WITH (FORCE)");
    });
  }
  for (forked_child& each : tests) EXPECT_EQ(each.receive(), "2");
  EXPECT_EQ(unit::content_of(builds), "built\n");
}

TEST(postgresql_template, C59_is_used_again_until_its_inputs_change) {
  const std::string name = unique_resource_name();
  int builds = 0;
  const auto build = [&](connection& inside) {
    ++builds;
    inside.execute(schema);
  };
  const template_database one(name, "v1", build, reuse::across_runs);
  const template_database same(name, "v1", build, reuse::across_runs);
  EXPECT_EQ(builds, 1);
  EXPECT_EQ(one.name(), same.name());
  const template_database changed(name, "v2", build, reuse::across_runs);
  EXPECT_EQ(builds, 2);
  EXPECT_NE(one.name(), changed.name());
  // Another run, that is another process by hand, finds what there is.
  EXPECT_TRUE(exists(one.name()));
  connection open;
  for (const std::string& each : {one.name(), changed.name()}) {
    open.execute("DROP DATABASE " + quote_identifier(each));
  }
}

TEST(postgresql_template, C58_half_built_by_a_killed_test_is_built_again) {
  const std::string name = unique_resource_name();
  forked_child first([&](unit::parent& parent) {
    const template_database source(name, "v1", [&](connection& inside) {
      inside.execute("CREATE TABLE half(x int)");
      parent.tell("half");
      parent.wait();
    });
  });
  EXPECT_EQ(first.receive(), "half");
  first.kill();
  const template_database source(
      name, "v1", [](connection& inside) { inside.execute(schema); });
  const scoped_database mine(source);
  EXPECT_EQ(connection(mine.settings()).value(count), "1");
}

TEST(postgresql_template, C60_that_cannot_be_built_says_why_to_all) {
  const std::string name = unique_resource_name();
  for (int round = 0; round < 2; ++round) {
    try {
      const template_database source(name, "CREATE TABEL t(x int)");
      FAIL() << "was built";
    } catch (const error& problem) {
      EXPECT_THAT(problem.what(), HasSubstr("syntax error at or near"));
    }
  }
}

TEST(postgresql_worker, keeps_its_content_until_reset_or_truncate) {
  const template_database source(unique_resource_name(), schema);
  worker_database mine(source);
  EXPECT_THAT(mine.name(), HasSubstr(this_worker().id()));
  connection(mine.settings()).execute("INSERT INTO t DEFAULT VALUES");
  worker_database again(source);
  EXPECT_EQ(again.name(), mine.name());
  EXPECT_EQ(connection(again.settings()).value(count), "2");
  connection forgotten(again.settings());
  again.reset();
  EXPECT_EQ(connection(again.settings()).value(count), "1");
  again.truncate();
  EXPECT_EQ(connection(again.settings()).value(count), "0");
  connection open(again.settings());
  EXPECT_EQ(open.value("INSERT INTO t DEFAULT VALUES RETURNING x"), "1");
}

TEST(postgresql_worker, truncate_leaves_tables_of_extensions_alone) {
  // Any table can be made one of an extension that is there.
  const template_database source(
      unique_resource_name(),
      "CREATE SCHEMA \"Odd.One\";"
      "CREATE TABLE \"Odd.One\".\"T able\"(x serial);"
      "INSERT INTO \"Odd.One\".\"T able\" DEFAULT VALUES;"
      "CREATE TABLE parent(x int PRIMARY KEY); INSERT INTO parent VALUES (1);"
      "CREATE TABLE child(x int REFERENCES parent);"
      "INSERT INTO child VALUES (1);"
      "CREATE TABLE parts(x int) PARTITION BY LIST (x);"
      "CREATE TABLE part PARTITION OF parts FOR VALUES IN (1);"
      "INSERT INTO parts VALUES (1);"
      "CREATE TABLE systems(x int); INSERT INTO systems VALUES (7);"
      "ALTER EXTENSION plpgsql ADD TABLE systems");
  worker_database mine(source);
  mine.truncate();
  connection open(mine.settings());
  EXPECT_EQ(open.value("SELECT count(*) FROM systems"), "1");
  for (const char* table :
       {"\"Odd.One\".\"T able\"", "parent", "child", "parts"}) {
    EXPECT_EQ(open.value(std::string("SELECT count(*) FROM ") + table), "0")
        << table;
  }
}

TEST(postgresql_worker, truncate_refuses_what_would_empty_an_extensions_table) {
  const template_database source(
      unique_resource_name(),
      "CREATE TABLE mine(x int PRIMARY KEY); INSERT INTO mine VALUES (1);"
      "CREATE TABLE systems(x int REFERENCES mine);"
      "INSERT INTO systems VALUES (1);"
      "ALTER EXTENSION plpgsql ADD TABLE systems");
  worker_database database(source);
  EXPECT_THROW(database.truncate(), error);
  connection open(database.settings());
  EXPECT_EQ(open.value("SELECT count(*) FROM systems"), "1");
  EXPECT_EQ(open.value("SELECT count(*) FROM mine"), "1");
}

TEST(postgresql_worker, never_takes_the_place_of_somebody_elses_database) {
  const template_database source(unique_resource_name(), schema);
  const std::string name = database_name(source.name());
  connection open;
  open.execute("CREATE DATABASE " + quote_identifier(name));
  try {
    const worker_database mine(source);
    FAIL() << "was made";
  } catch (const error& problem) {
    EXPECT_THAT(
        problem.what(),
        testing::AllOf(HasSubstr("a database '" + name + "' already exists"),
                       HasSubstr("drop it if it is not needed")));
  }
  EXPECT_TRUE(exists(name));
  open.execute("DROP DATABASE " + quote_identifier(name));
}

TEST(scoped_database, says_when_the_right_to_make_one_is_missing) {
  const auto server = connection_settings::from_environment();
  connection open(server);
  const std::string role = unique_resource_name();
  open.execute("CREATE ROLE " + role + " LOGIN PASSWORD '" +
               server.value("password") + "'");
  try {
    const scoped_database mine(server.with("user", role));
    FAIL() << "was made";
  } catch (const error& problem) {
    EXPECT_THAT(
        problem.what(),
        testing::AllOf(HasSubstr("user " + role),
                       HasSubstr("permission denied to create database"),
                       HasSubstr("ALTER ROLE \"" + role + "\" CREATEDB")));
  }
  open.execute("DROP ROLE " + role);
}

}  // namespace
}  // namespace parallel_testing::postgresql
