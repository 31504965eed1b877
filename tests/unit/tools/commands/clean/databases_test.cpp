// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// On a real server: that of DATABASE_URL or PG*, or a private one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/environment.hpp>
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/names.hpp>
#include <parallel_testing/postgresql.hpp>
#include <string>
#include <utility>
#include <vector>

#include "commands/commands.hpp"
#include "lib/src/postgresql/client/ownership.hpp"
#include "tools/cli/run_command.hpp"

namespace parallel_testing::clean_command {
namespace {

using postgresql::connection;
using postgresql::ownership_mark;
using postgresql::quote_identifier;
using postgresql::scoped_database;
using testing::HasSubstr;
using testing::Not;

/// The server of these tests, as people name theirs.
std::string server_text() {
  const auto server = postgresql::connection_settings::from_environment();
  std::string text;
  for (const char* keyword : {"host", "port", "user", "password", "dbname"}) {
    const std::string value = server.value(keyword);
    if (!value.empty()) text += std::string(keyword) + "=" + value + " ";
  }
  return text;
}

/// Databases and schemas of a dead run, of a living one and of strangers.
class clean_databases : public testing::Test {
 protected:
  void SetUp() override {
    ownership_mark gone = postgresql::own_mark();
    gone.owner = "1.999999999999";
    gone.run = "dead";
    ownership_mark elsewhere = gone;
    elsewhere.pid_space = "0123456789abcdef";
    make(dead_, to_text(gone));
    make(elsewhere_, to_text(elsewhere));
    make(users_, "the orders of our customers");
  }

  void TearDown() override {
    for (const std::string& each : {dead_, elsewhere_, users_}) {
      server_.execute("DROP DATABASE IF EXISTS " + quote_identifier(each));
      server_.execute("DROP SCHEMA IF EXISTS " + quote_identifier(each));
    }
  }

  void make(const std::string& name, const std::string& comment) {
    for (const std::string kind : {"DATABASE ", "SCHEMA "}) {
      server_.execute("CREATE " + kind + quote_identifier(name));
      server_.execute("COMMENT ON " + kind + quote_identifier(name) + " IS '" +
                      comment + "'");
    }
  }

  bool has_database(const std::string& name) {
    return server_.value("SELECT count(*) FROM pg_database WHERE datname = '" +
                         name + "'") == "1";
  }

  bool has_schema(const std::string& name) {
    return server_.value("SELECT count(*) FROM pg_namespace WHERE nspname = '" +
                         name + "'") == "1";
  }

  static cli_test::command_result clean(std::vector<std::string> arguments) {
    arguments.emplace_back("--all");
    return cli_test::run_command(run, std::move(arguments));
  }

  /// Made first: the first of a run collects what is left.
  scoped_database living_;
  std::string base_ = unique_resource_name();
  std::string dead_ = base_ + "_dead";
  std::string elsewhere_ = base_ + "_elsewhere";
  std::string users_ = base_ + "_users";

 private:
  connection server_;
  /// Runs are none of its business.
  scoped_environment environment_{
      {"PARALLEL_TESTING_STATE_DIR", testing::TempDir() + "state"},
      {"DATABASE_URL", server_text()}};
};

TEST_F(clean_databases, C58_a_dry_run_names_them_and_drops_nothing) {
  const auto told = clean({"--dry-run"});
  EXPECT_EQ(told.exit_code, 0) << told.err;
  EXPECT_THAT(told.out, HasSubstr("would remove " + dead_ + "\n"));
  for (const std::string& each : {elsewhere_, users_, living_.name()}) {
    EXPECT_THAT(told.out, Not(HasSubstr(each)));
  }
  EXPECT_TRUE(has_database(dead_) && has_schema(dead_));
}

TEST_F(clean_databases, C58_those_of_dead_runs_are_dropped_and_no_others) {
  const auto told = clean({});
  EXPECT_EQ(told.exit_code, 0) << told.err;
  EXPECT_THAT(told.out, HasSubstr("removed " + dead_ + "\n"));
  EXPECT_FALSE(has_database(dead_) || has_schema(dead_));
  for (const std::string& each : {elsewhere_, users_}) {
    EXPECT_TRUE(has_database(each) && has_schema(each)) << each;
  }
  EXPECT_TRUE(has_database(living_.name()));
  EXPECT_THAT(clean({}).out, Not(HasSubstr(dead_)));
}

/// Others of this server may collect what these want to see.
PARALLEL_TESTING_MARK_SUITE(clean_databases, lock("postgresql_leftovers"));

}  // namespace
}  // namespace parallel_testing::clean_command
