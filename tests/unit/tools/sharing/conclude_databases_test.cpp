// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Servers that tests use and do not start.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/tools/sharing/forged_observation.hpp"

namespace parallel_testing::tools {
namespace {

using observed::resource_kind;
using observed::state;
using observed::use;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(conclude_databases, C93_two_clients_of_a_database_collide) {
  for (const auto& [number, name] :
       {std::pair{5432, "postgresql"}, std::pair{3306, "mysql"},
        std::pair{6379, "redis"}, std::pair{27017, "mongodb"}}) {
    forged_suite suite;
    suite.test("A").port("tcp", "127.0.0.1", number, {use::connect});
    suite.test("B").port("tcp", "::1", number, {use::connect});
    const sharing found = conclude(suite.of);
    ASSERT_EQ(found.shared.size(), 1U) << number;
    EXPECT_EQ(found.shared[0].kind, category::database);
    EXPECT_EQ(found.shared[0].database, name);
    EXPECT_EQ(suite.pairs().size(), 1U);
  }
}

TEST(conclude_databases, C93_udp_and_other_ports_are_no_databases) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    suite.test(name)
        .port("udp", "127.0.0.1", 5432, {use::connect})
        .port("tcp", "127.0.0.1", 5433, {use::connect});
  }
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_databases, C93_databases_of_two_hosts_are_apart) {
  forged_suite suite;
  suite.test("A").port("tcp", "10.0.0.1", 5432, {use::connect});
  suite.test("B").port("tcp", "10.0.0.2", 5432, {use::connect});
  suite.test("C").port("tcp", "127.0.0.1", 5432, {use::connect});
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_databases, C93_socket_and_port_lead_to_one_server) {
  forged_suite suite;
  suite.test("A").port("tcp", "127.0.0.1", 5432, {use::connect});
  suite.test("B").named(resource_kind::unix_socket,
                        "/run/postgresql/.s.PGSQL.5432",
                        {{use::connect, state::socket}});
  EXPECT_THAT(suite.pairs(),
              ElementsAre("A B strong collision tcp:127.0.0.1:5432"));
}

TEST(conclude_databases, C93_socket_in_another_directory_is_another_server) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    suite.test(name).named(resource_kind::unix_socket, "/b/.s.PGSQL.5432",
                           {{use::connect, state::absent}});
  }
  suite.test("C").port("tcp", "127.0.0.1", 5432, {use::connect});
  EXPECT_THAT(suite.pairs(),
              ElementsAre("A B strong collision /b/.s.PGSQL.5432"));
}

TEST(conclude_databases, C93_test_that_starts_the_server_has_a_port) {
  forged_suite suite;
  suite.test("A").port("tcp", "127.0.0.1", 5432, {use::bind, use::connect});
  suite.test("B").port("tcp", "127.0.0.1", 5432, {use::connect});
  suite.test("C").port("tcp", "127.0.0.1", 5432, {use::connect});
  const sharing found = conclude(suite.of);
  ASSERT_EQ(found.shared.size(), 1U);
  EXPECT_EQ(found.shared[0].kind, category::ports);
  EXPECT_THAT(suite.pairs(),
              ElementsAre("A B strong collision tcp:127.0.0.1:5432",
                          "A C strong collision tcp:127.0.0.1:5432"));
}

TEST(conclude_databases, C93_markers_state_how_tests_share_the_server) {
  forged_suite suite;
  const auto add = [&](const char* name, const char* marker) {
    forged_test test = suite.test(name);
    test->markers = {marker};
    test.port("tcp", "127.0.0.1", 5432, {use::connect});
  };
  add("Own", "database");
  add("Orders", "database:orders");
  add("Users", "database:users");
  EXPECT_THAT(suite.pairs(), IsEmpty());
  add("Careless", "slow");
  EXPECT_THAT(
      suite.pairs(),
      ElementsAre("Own Careless strong collision tcp:127.0.0.1:5432",
                  "Orders Careless strong collision tcp:127.0.0.1:5432",
                  "Users Careless strong collision tcp:127.0.0.1:5432"));
}

/// A fixture `server` with what the set-up binds.
forged_test set_up(forged_suite& suite) {
  forged_test test = suite.test("Start");
  test->fixtures_setup = {"server"};
  return test;
}

forged_test client(forged_suite& suite, const char* name) {
  forged_test test = suite.test(name);
  test->fixtures_required = {"server"};
  return test;
}

TEST(conclude_databases, C93_clients_of_the_server_of_a_fixture_collide) {
  forged_suite suite;
  set_up(suite).port("tcp", "0.0.0.0", 9000, {use::bind, use::listen});
  client(suite, "A").port("tcp", "127.0.0.1", 9000, {use::connect});
  client(suite, "B").port("tcp", "127.0.0.1", 9000, {use::connect});
  const sharing found = conclude(suite.of);
  ASSERT_EQ(found.shared.size(), 1U);
  EXPECT_EQ(found.shared[0].kind, category::database);
  EXPECT_THAT(suite.pairs(),
              ElementsAre("A B strong collision tcp:0.0.0.0:9000"));
}

TEST(conclude_databases, C93_server_of_a_fixture_may_have_any_port) {
  forged_suite suite;
  set_up(suite).port("tcp", "0.0.0.0", 40123, {use::bind, use::listen},
                     observed::chance::kernel);
  client(suite, "A").port("tcp", "127.0.0.1", 40123, {use::connect});
  client(suite, "B").port("tcp", "127.0.0.1", 40123, {use::connect});
  EXPECT_EQ(suite.pairs().size(), 1U);
}

TEST(conclude_databases, C93_clients_of_the_socket_of_a_fixture_collide) {
  for (const auto& [kind, name] :
       {std::pair{resource_kind::unix_socket, "/tmp/s"},
        std::pair{resource_kind::abstract_socket, "unix:@s"}}) {
    forged_suite suite;
    set_up(suite).named(kind, name, {{use::bind, state::absent}});
    client(suite, "A").named(kind, name, {{use::connect, state::socket}});
    client(suite, "B").named(kind, name, {{use::connect, state::socket}});
    EXPECT_THAT(suite.pairs(),
                ElementsAre(std::string("A B strong collision ") + name));
  }
}

TEST(conclude_databases, C93_fixture_does_not_collide_with_its_only_client) {
  forged_suite suite;
  set_up(suite).port("tcp", "0.0.0.0", 9000, {use::bind, use::listen});
  client(suite, "A").port("tcp", "127.0.0.1", 9000, {use::connect});
  EXPECT_THAT(suite.pairs(), IsEmpty());
  EXPECT_TRUE(conclude(suite.of).shared.empty());
}

}  // namespace
}  // namespace parallel_testing::tools
