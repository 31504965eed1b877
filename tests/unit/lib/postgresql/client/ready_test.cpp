// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/error.hpp>
#include <parallel_testing/port.hpp>
#include <parallel_testing/postgresql.hpp>
#include <parallel_testing/temp_dir.hpp>

namespace parallel_testing::postgresql {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string error_of(const requirements& needed,
                     const connection_settings& to) {
  try {
    ensure_ready(needed, to);
    return "no error";
  } catch (const error& problem) {
    return problem.what();
  }
}

TEST(ensure_ready, is_silent_when_all_is_there) {
  const scoped_database database;
  requirements needed;
  needed.minimum_version = 130000;
  needed.extensions = {"plpgsql"};
  needed.connections_per_worker = 1;
  EXPECT_EQ(error_of(needed, database.settings()), "no error");
}

TEST(ensure_ready, says_all_that_is_missing_at_once) {
  const scoped_database database;
  requirements needed;
  needed.minimum_version = 990000;
  needed.extensions = {"no_such_extension"};
  needed.connections_per_worker = 1'000'000;
  EXPECT_THAT(
      error_of(needed, database.settings()),
      AllOf(HasSubstr("database " + database.name() +
                      ", user postgres) does not meet these "
                      "requirements:"),
            HasSubstr("version 99.0: this server is 1"),
            HasSubstr("extension no_such_extension: it is not installed on "
                      "the server's machine; install the package"),
            HasSubstr("1000000 for each of"),
            HasSubstr("ALTER SYSTEM SET max_connections = ")));
}

TEST(ensure_ready, creates_extensions_or_says_the_command) {
  const scoped_database database;
  connection open(database.settings());
  const std::string any = open.value(
      "SELECT name FROM pg_available_extensions WHERE installed_version IS "
      "NULL AND name IN ('pgcrypto', 'hstore', 'citext') ORDER BY name");
  if (any.empty()) GTEST_SKIP() << "the server has no extension to try";
  requirements needed;
  needed.extensions = {any};
  needed.when_missing = requirements::missing_extensions::report;
  EXPECT_THAT(error_of(needed, database.settings()),
              HasSubstr("extension " + any +
                        ": it was not created; run as a superuser: CREATE "
                        "EXTENSION IF NOT EXISTS \"" +
                        any + "\""));
  needed.when_missing = requirements::missing_extensions::create;
  EXPECT_EQ(error_of(needed, database.settings()), "no error");
  EXPECT_EQ(open.value("SELECT count(*) FROM pg_extension WHERE extname = '" +
                       any + "'"),
            "1");
}

TEST(ensure_ready, says_when_a_right_is_missing) {
  const scoped_database database;
  connection open(database.settings());
  const std::string role = database.name();
  open.execute("CREATE ROLE " + quote_identifier(role) + " LOGIN");
  requirements needed;
  needed.extensions = {"postgres_fdw"};
  EXPECT_THAT(error_of(needed, database.settings().with("user", role)),
              testing::AnyOf(HasSubstr("permission denied to create extension"),
                             HasSubstr("it is not installed")));
  open.execute("DROP ROLE " + quote_identifier(role));
}

TEST(ensure_ready, gives_up_on_a_server_that_never_answers) {
  const listening_socket silent = listen_on_free_port();
  const connection_settings to("host=127.0.0.1 user=me port=" +
                               std::to_string(silent.port()));
  requirements needed;
  needed.limit = std::chrono::milliseconds(1);
  EXPECT_THAT(
      error_of(needed, to),
      AllOf(HasSubstr("cannot connect to PostgreSQL (host 127.0.0.1"),
            HasSubstr("timeout expired"), HasSubstr("start the server")));
}

TEST(ensure_ready, gives_up_on_a_server_that_is_not_there) {
  const temp_dir dir;
  requirements needed;
  needed.limit = std::chrono::milliseconds(20);
  EXPECT_THAT(
      error_of(needed, connection_settings("host=" + dir.path().string())),
      HasSubstr("cannot connect to PostgreSQL (host " + dir.path().string()));
}

}  // namespace
}  // namespace parallel_testing::postgresql
