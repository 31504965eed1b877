// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/environment.hpp>
#include <parallel_testing/error.hpp>
#include <parallel_testing/postgresql.hpp>
#include <parallel_testing/temp_dir.hpp>
#include <parallel_testing/worker.hpp>

#include "postgresql/client/ownership.hpp"
#include "support/error_of.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::postgresql {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using unit::error_of;

TEST(connection_settings, come_from_database_url_first) {
  const scoped_environment given{
      {"DATABASE_URL", "postgresql://me:secret@db.example:5433/orders"},
      {"PGHOST", "elsewhere"}};
  const auto to = connection_settings::from_environment();
  EXPECT_EQ(to.description(),
            "host db.example, port 5433, database orders, user me");
  EXPECT_EQ(to.value("password"), "secret");
}

TEST(connection_settings, come_from_the_variables_of_libpq_next) {
  const scoped_environment given{{"DATABASE_URL", std::nullopt},
                                 {"PGHOST", "db.example"},
                                 {"PGPORT", "5433"},
                                 {"PGDATABASE", "orders"},
                                 {"PGUSER", "me"}};
  EXPECT_EQ(connection_settings::from_environment().description(),
            "host db.example, port 5433, database orders, user me");
}

TEST(connection_settings, C76_that_cannot_be_read_are_not_shown) {
  for (const char* text : {"postgresql://me:secret@host:port%/x",
                           "password=secret nonsense", "secret"}) {
    const scoped_environment given{{"DATABASE_URL", text}};
    EXPECT_THAT(
        error_of(
            [] { const auto to = connection_settings::from_environment(); }),
        AllOf(HasSubstr(
                  "DATABASE_URL: this is not a PostgreSQL connection string"),
              Not(HasSubstr("secret"))));
  }
}

TEST(connection_settings, never_change_and_share_what_they_hold) {
  const connection_settings one("host=db.example dbname=orders");
  const connection_settings copy = one;
  const connection_settings other = copy.with("dbname", "bills");
  EXPECT_EQ(one.value("dbname"), "orders");
  EXPECT_EQ(copy.value("dbname"), "orders");
  EXPECT_EQ(other.value("dbname"), "bills");
  EXPECT_EQ(other.value("host"), "db.example");
  EXPECT_EQ(sizeof one, sizeof(std::shared_ptr<void>));
}

TEST(connection_settings, quote_any_value) {
  const connection_settings to("host=h password='a b\\'c\\\\d' dbname=x");
  EXPECT_EQ(to.value("password"), "a b'c\\d");
  const connection_settings again(to.conninfo());
  EXPECT_EQ(again.value("password"), "a b'c\\d");
  EXPECT_EQ(again.with("dbname", "o'ne \"two\"").value("dbname"),
            "o'ne \"two\"");
  EXPECT_EQ(quote_identifier("o'ne \"two\""), "\"o'ne \"\"two\"\"\"");
}

TEST(connection_settings, over_tcp_are_those_of_a_socket_elsewhere) {
  for (const char* socket : {"port=5433 user=me", "host=/run/pg port=5433",
                             "host=@abstract port=5433"}) {
    const scoped_environment given{{"PGHOST", std::nullopt},
                                   {"PGHOSTADDR", std::nullopt}};
    const auto tcp = connection_settings(socket).over_tcp();
    EXPECT_EQ(tcp.value("host"), "127.0.0.1");
    EXPECT_EQ(tcp.value("port"), "5433");
  }
  for (const char* tcp :
       {"host=db.example", "host=/run/pg hostaddr=10.0.0.1"}) {
    const connection_settings to(tcp);
    EXPECT_EQ(to.over_tcp().description(), to.description());
  }
}

TEST(connection_settings, name_the_application_after_test_and_worker) {
  const std::string me =
      "connection_settings.name_the_application_after_test_and_worker";
  connection open;
  const std::string name = open.value(
      "SELECT application_name FROM pg_stat_activity WHERE pid = "
      "pg_backend_pid()");
  EXPECT_EQ(name, application_name(me, this_worker().id()));
  EXPECT_THAT(name, EndsWith("@" + this_worker().id()));
}

TEST(application_name, C54_fits_and_keeps_the_worker) {
  EXPECT_EQ(application_name("Orders.Migrate", "gw0"), "Orders.Migrate@gw0");
  EXPECT_EQ(application_name(std::string(200, 'x'), "gw12"),
            std::string(58, 'x') + "@gw12");
  EXPECT_EQ(application_name("a\nb\x7f", "gw0"), "a?b?@gw0");
  EXPECT_EQ(application_name("", "master"), "@master");
}

TEST(postgresql_connection, C76_a_wrong_password_is_never_said) {
  const auto to = connection_settings::from_environment()
                      .with("password", "hunter2secret")
                      .with("user", "nobody_of_this_name");
  EXPECT_THAT(error_of([&] { const connection open(to); }),
              AllOf(HasSubstr("cannot connect to PostgreSQL (host /"),
                    HasSubstr("user nobody_of_this_name"),
                    HasSubstr("role \"nobody_of_this_name\" does not exist; "
                              "create it, or set another one in DATABASE_URL"),
                    Not(HasSubstr("hunter2secret"))));
}

TEST(postgresql_connection, C76_neither_is_one_that_the_server_refuses) {
  const auto to = connection_settings::from_environment().over_tcp().with(
      "password", "hunter2secret");
  const std::string said = error_of([&] { const connection open(to); });
  if (said == "no error") GTEST_SKIP() << "the server wants no password";
  EXPECT_THAT(said, AllOf(HasSubstr("password authentication failed"),
                          HasSubstr("set the right password in DATABASE_URL"),
                          Not(HasSubstr("hunter2secret"))));
}

TEST(postgresql_connection, C76_a_password_in_a_statement_is_not_quoted) {
  connection open(connection_settings::from_environment().with(
      "password", "hunter2secret"));
  EXPECT_THAT(
      error_of([&] { open.execute("SELECT nonsense, 'hunter2secret'"); }),
      AllOf(HasSubstr("the statement was: SELECT nonsense, '***'"),
            Not(HasSubstr("hunter2secret"))));
}

TEST(postgresql_connection, says_which_server_is_unreachable) {
  // The test itself was given a database.
  const scoped_environment given{{"PGPORT", std::nullopt},
                                 {"PGDATABASE", std::nullopt}};
  const temp_dir dir;
  const connection_settings nowhere("host=" + dir.path().string() + " user=me");
  EXPECT_THAT(error_of([&] { const connection open(nowhere); }),
              AllOf(HasSubstr("host " + dir.path().string() +
                              ", port 5432, database "
                              "me, user me"),
                    HasSubstr("No such file or directory")));
}

TEST(postgresql_connection, errors_say_server_reason_and_statement) {
  connection open;
  EXPECT_THAT(error_of([&] { open.execute("SELECT 1; SELECT nonsense"); }),
              AllOf(HasSubstr("user postgres): ERROR:  column \"nonsense\" "
                              "does not exist"),
                    EndsWith("the statement was: SELECT 1; SELECT nonsense")));
  EXPECT_EQ(open.value("SELECT 42"), "42");
  EXPECT_EQ(open.value("SELECT NULL"), "");
  EXPECT_EQ(open.value("SELECT 1 WHERE false"), "");
  open.execute("");
}

TEST(ownership_mark, is_the_same_after_writing_and_reading) {
  const ownership_mark mine = own_mark();
  const ownership_mark read = parse_ownership_mark(to_text(mine));
  EXPECT_EQ(read.pid_space, mine.pid_space);
  EXPECT_EQ(read.owner, mine.owner);
  EXPECT_EQ(read.run, mine.run);
  EXPECT_FALSE(is_left_over(read, mine.pid_space));
}

TEST(ownership_mark, C58_is_in_the_name_of_a_database_that_is_being_made) {
  const ownership_mark mine = own_mark();
  const std::string name = to_unfinished_name(mine, "gw0_1a2b3c4d");
  EXPECT_LE(name.size(), 63U);
  const ownership_mark read = parse_unfinished_name(name);
  EXPECT_EQ(read.pid_space, mine.pid_space);
  EXPECT_EQ(read.owner, mine.owner);
  for (const char* other :
       {"", "pt", "pt_orders", "pt_a_b_c", "pt_a_b_c_d_e", "orders_a_b_c_d"}) {
    EXPECT_EQ(parse_unfinished_name(other).pid_space, "") << other;
  }
}

TEST(ownership_mark, C58_a_run_with_a_living_process_is_not_dead) {
  ownership_mark mark = own_mark();
  mark.owner = "1.999999999999";
  EXPECT_TRUE(is_left_over(mark, mark.pid_space));
  EXPECT_FALSE(is_of_a_dead_run(mark)) << "this test is one of that run";
  mark.run = "another";
  EXPECT_TRUE(is_of_a_dead_run(mark));
}

TEST(ownership_mark, C58_only_the_provably_dead_of_this_machine_are_left) {
  const std::string here = own_mark().pid_space;
  ASSERT_NE(here, "");
  EXPECT_TRUE(is_left_over({here, "1.999999999999", "r"}, here));
  EXPECT_FALSE(is_left_over({"elsewhere", "1.999999999999", "r"}, here));
  EXPECT_FALSE(is_left_over({"", "1.999999999999", "r"}, ""));
  for (const char* text :
       {"", "a comment of the user", "parallel_testing",
        "parallel_testing place=x owner= run=r", "other place=x owner=1 run=r",
        "parallel_testing place=x owner=1"}) {
    EXPECT_FALSE(is_left_over(parse_ownership_mark(text), "x")) << text;
  }
}

}  // namespace
}  // namespace parallel_testing::postgresql
