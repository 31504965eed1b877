// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <parallel_testing/error.hpp>
#include <parallel_testing/names.hpp>
#include <parallel_testing/sqlite.hpp>

#include "support/forked_child.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::sqlite {
namespace {

using testing::HasSubstr;
using unit::forked_child;

TEST(template_database, C57_is_built_once_for_all_who_ask_at_once) {
  const std::string name = unique_resource_name();
  const temp_dir dir;
  const std::string builds = dir / "builds";
  std::vector<forked_child> tests;
  for (int at = 0; at < 12; ++at) {
    tests.emplace_back([&](unit::parent& parent) {
      const template_database source(name, [&](connection& building) {
        building.execute("CREATE TABLE t(x); INSERT INTO t VALUES(1),(2)");
        unit::write_to(builds, unit::content_of(builds) + "built\n");
      });
      const scoped_database mine(source);
      mine.connect().execute("INSERT INTO t VALUES(3)");
      parent.tell(mine.connect().value("SELECT count(*) FROM t"));
    });
  }
  for (forked_child& each : tests) EXPECT_EQ(each.receive(), "3");
  EXPECT_EQ(unit::content_of(builds), "built\n");
}

TEST(template_database, C59_of_another_text_is_another) {
  const std::string name = unique_resource_name();
  const template_database one(name, "CREATE TABLE t(x)");
  const template_database same(name, "CREATE TABLE t(x)");
  const template_database two(name, "CREATE TABLE t(x, y)");
  EXPECT_EQ(one.path(), same.path());
  EXPECT_NE(one.path(), two.path());
  EXPECT_EQ(scoped_database(two).connect().value(
                "SELECT count(*) FROM pragma_table_info('t')"),
            "2");
}

TEST(template_database, C60_that_cannot_be_built_says_why_to_all) {
  const std::string name = unique_resource_name();
  for (int round = 0; round < 2; ++round) {
    try {
      const template_database source(name, "CREATE TABEL t(x)");
      FAIL() << "was built";
    } catch (const error& problem) {
      EXPECT_THAT(problem.what(), HasSubstr("near \"TABEL\": syntax error"));
    }
  }
}

TEST(template_database, copies_a_write_ahead_log_and_its_mode) {
  const template_database source(
      unique_resource_name(), [](connection& building) {
        EXPECT_EQ(building.value("PRAGMA journal_mode=WAL"), "wal");
        building.execute("CREATE TABLE t(x); INSERT INTO t VALUES(1)");
      });
  EXPECT_FALSE(std::filesystem::exists(source.path() + "-wal"));
  const scoped_database mine(source);
  connection open = mine.connect();
  EXPECT_EQ(open.value("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(open.value("SELECT count(*) FROM t"), "1");
  open.execute("INSERT INTO t VALUES(2)");
  EXPECT_EQ(scoped_database(source).connect().value("SELECT count(*) FROM t"),
            "1");
}

TEST(template_database, is_built_by_programs_through_its_path) {
  const template_database source(
      unique_resource_name(), [](connection& building) {
        connection other(sqlite3_db_filename(building.native(), "main"));
        other.execute("PRAGMA journal_mode=WAL; CREATE TABLE t(x)");
        // The log of a program that still runs is copied, too.
        static connection left_open(
            sqlite3_db_filename(building.native(), "main"));
        left_open.execute("INSERT INTO t VALUES(1)");
      });
  EXPECT_EQ(scoped_database(source).connect().value("SELECT count(*) FROM t"),
            "1");
}

TEST(template_database, C57_serves_programs_that_share_their_caches) {
  sqlite3_enable_shared_cache(1);
  const template_database source(unique_resource_name(), "CREATE TABLE t(x)");
  connection reader(source.path());
  EXPECT_EQ(reader.value("SELECT count(*) FROM t"), "0");
  const scoped_database one(source);
  connection open = one.connect();
  open.execute("BEGIN; INSERT INTO t VALUES(1)");
  const scoped_database two(source);
  EXPECT_EQ(two.connect().value("SELECT count(*) FROM t"), "0");
  open.execute("COMMIT");
  sqlite3_enable_shared_cache(0);
}

}  // namespace
}  // namespace parallel_testing::sqlite
