// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <parallel_testing/error.hpp>
#include <parallel_testing/names.hpp>
#include <parallel_testing/sqlite.hpp>
#include <parallel_testing/worker.hpp>

#include "sqlite/copy.hpp"
#include "support/error_of.hpp"
#include "support/forked_child.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::sqlite {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using unit::error_of;
using unit::forked_child;

TEST(sqlite_connection, C54_leaves_memory_alone) {
  for (const char* name : {":memory:", ""}) {
    connection one(name);
    connection two(name);
    one.execute("CREATE TABLE t(x)");
    EXPECT_THROW(two.execute("SELECT * FROM t"), error);
    EXPECT_STREQ(sqlite3_db_filename(one.native(), "main"), "");
  }
  EXPECT_FALSE(std::filesystem::exists(":memory:"));
}

TEST(sqlite_connection, errors_say_database_reason_and_statement) {
  connection open(":memory:");
  try {
    open.execute(
        "CREATE TABLE t(x UNIQUE); INSERT INTO t VALUES(1);\n"
        "INSERT INTO t VALUES(1); SELECT 1");
    FAIL() << "was accepted";
  } catch (const error& problem) {
    EXPECT_STREQ(problem.what(),
                 "SQLite ':memory:': UNIQUE constraint failed: t.x; the "
                 "statement was: \nINSERT INTO t VALUES(1);");
  }
  EXPECT_THROW(open.execute("SELEC 1"), error);
}

TEST(sqlite_connection, errors_of_opening_say_the_path) {
  const temp_dir dir;
  try {
    const connection open(dir / "missing/x.db");
    FAIL() << "was opened";
  } catch (const error& problem) {
    EXPECT_EQ(problem.what(),
              "SQLite '" + (dir / "missing/x.db").string() +
                  "': unable to open database file; create its directory, make "
                  "it writable or free some disk space");
  }
}

TEST(sqlite_connection, values_are_texts) {
  connection open(":memory:");
  EXPECT_EQ(open.value("SELECT 42"), "42");
  EXPECT_EQ(open.value("SELECT NULL"), "");
  EXPECT_EQ(open.value("SELECT 1 WHERE 0"), "");
  EXPECT_EQ(open.value("SELECT x'610062'"), std::string("a\0b", 3));
  EXPECT_EQ(open.value("CREATE TABLE t(x); SELECT count(*) FROM t;  -- end"),
            "0");
  connection other(std::move(open));
  open = std::move(other);
  EXPECT_EQ(open.value("SELECT count(*) FROM t"), "0");
}

TEST(scoped_database, is_a_file_of_ones_own) {
  const scoped_database one;
  const scoped_database two;
  EXPECT_NE(one.path(), two.path());
  EXPECT_THAT(one.path(), HasSubstr("/" + this_worker().id() + "-"));
  one.connect().execute("CREATE TABLE t(x)");
  EXPECT_THROW(two.connect().execute("SELECT * FROM t"), error);
}

TEST(scoped_database, C72_a_full_disk_is_an_error_with_path_and_reason) {
  forked_child test([](unit::parent& parent) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit none{100, 100};
    ::setrlimit(RLIMIT_FSIZE, &none);
    try {
      const scoped_database file;
      parent.tell("made");
    } catch (const error& problem) {
      parent.tell(problem.what());
    }
  });
  EXPECT_THAT(
      test.receive(),
      AllOf(HasSubstr("SQLite: cannot copy ':memory:' to '/"),
            HasSubstr("database.db"), HasSubstr("free some disk space")));
}

/// Mounts a disk of 128 kB at `place` that only this process sees.
bool mount_small_disk(const std::string& place) {
  return ::unshare(CLONE_NEWNS) == 0 &&
         ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount("tmpfs", place.c_str(), "tmpfs", 0, "size=128k") == 0;
}

TEST(sqlite_connection, C72_a_really_full_disk_is_said_and_left_as_it_was) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root may mount a small disk";
  const temp_dir disk;
  const template_database source(unique_resource_name(), [](connection& open) {
    open.execute("CREATE TABLE t(x); INSERT INTO t VALUES(zeroblob(1000000))");
  });
  forked_child test([&](unit::parent& parent) {
    if (!mount_small_disk(disk.path())) return parent.tell("skip");
    parent.tell(
        error_of([&] { copy_database_file(source.path(), disk / "copy.db"); }));
    parent.tell(std::filesystem::is_empty(disk.path()) ? "empty" : "not empty");
    connection open(disk / "own.db");
    open.execute("CREATE TABLE t(x)");
    parent.tell(error_of(
        [&] { open.execute("INSERT INTO t VALUES(zeroblob(1000000))"); }));
    parent.tell(open.value("SELECT count(*) FROM t"));
  });
  const std::string said = test.receive();
  if (said == "skip") GTEST_SKIP() << "this machine lets nobody mount a disk";
  EXPECT_THAT(
      said, AllOf(HasSubstr("SQLite: cannot copy '" + source.path() + "' to '" +
                            (disk / "copy.db").string() + "': "),
                  HasSubstr("full; free some disk space")));
  EXPECT_EQ(test.receive(), "empty");
  EXPECT_THAT(test.receive(),
              AllOf(HasSubstr("SQLite '" + (disk / "own.db").string() +
                              "': database or "
                              "disk is full; free some disk space"),
                    HasSubstr("the statement was: INSERT INTO t")));
  EXPECT_EQ(test.receive(), "0");
}

TEST(worker_database, keeps_what_is_in_it_for_the_next_test_of_the_worker) {
  const std::string name = unique_resource_name();
  const template_database source(name, "CREATE TABLE t(x)");
  {
    const worker_database mine(name, source);
    mine.connect().execute("INSERT INTO t VALUES(1)");
  }
  worker_database mine(name, source);
  EXPECT_EQ(mine.connect().value("SELECT count(*) FROM t"), "1");
  connection forgotten = mine.connect();
  mine.reset();
  EXPECT_EQ(mine.connect().value("SELECT count(*) FROM t"), "0");
  EXPECT_EQ(forgotten.value("SELECT count(*) FROM t"), "1");
  EXPECT_THROW(forgotten.execute("INSERT INTO t VALUES(2)"), error);
  EXPECT_EQ(mine.connect().value("SELECT count(*) FROM t"), "0");
}

TEST(worker_database, without_a_template_is_empty_after_reset) {
  worker_database mine(unique_resource_name());
  mine.connect().execute("PRAGMA journal_mode=WAL; CREATE TABLE t(x)");
  mine.reset();
  EXPECT_EQ(mine.connect().value("SELECT count(*) FROM sqlite_master"), "0");
  EXPECT_EQ(mine.connect().value("PRAGMA journal_mode"), "delete");
}

TEST(worker_database, C58_is_usable_after_a_kill_in_the_middle_of_anything) {
  const std::string name = unique_resource_name();
  const template_database source(name, "CREATE TABLE t(x)");
  for (int round = 0; round < 20; ++round) {
    forked_child test([&](unit::parent& parent) {
      worker_database mine(name, source);
      parent.tell("going");
      for (;;) {
        connection open = mine.connect();
        open.execute(
            "PRAGMA journal_mode=WAL; BEGIN; INSERT INTO t VALUES(1);"
            "INSERT INTO t VALUES(2); COMMIT");
        mine.reset();
      }
    });
    EXPECT_EQ(test.receive(), "going");
    test.kill();
    worker_database mine(name, source);
    const std::string rows = mine.connect().value("SELECT count(*) FROM t");
    EXPECT_TRUE(rows == "0" || rows == "2") << rows;
    EXPECT_EQ(mine.connect().value("PRAGMA integrity_check"), "ok");
    mine.reset();
    EXPECT_EQ(mine.connect().value("SELECT count(*) FROM t"), "0");
  }
}

}  // namespace
}  // namespace parallel_testing::sqlite
