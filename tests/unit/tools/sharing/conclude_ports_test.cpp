// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Ports and sockets that two tests use.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/tools/sharing/forged_observation.hpp"

namespace parallel_testing::tools {
namespace {

using observed::chance;
using observed::resource_kind;
using observed::state;
using observed::use;
using testing::ElementsAre;
using testing::IsEmpty;

/// "strong", "weak", or "none".
std::string meeting_of(const std::string& protocol, const std::string& first,
                       use first_use, const std::string& second_protocol,
                       const std::string& second, use second_use) {
  forged_suite suite;
  suite.test("A").port(protocol, first, 8080, {first_use});
  suite.test("B").port(second_protocol, second, 8080, {second_use});
  const std::vector<std::string> pairs = suite.pairs();
  EXPECT_LE(pairs.size(), 1U);
  if (pairs.empty()) {
    return "none";
  }
  return pairs.front().starts_with("A B strong collision") ? "strong" : "weak";
}

std::string meeting_of_binds(const std::string& first,
                             const std::string& second) {
  const std::string result =
      meeting_of("tcp", first, use::bind, "tcp", second, use::bind);
  EXPECT_EQ(result,
            meeting_of("tcp", second, use::bind, "tcp", first, use::bind));
  return result;
}

TEST(conclude_ports, C93_sockets_with_overlapping_addresses_meet) {
  EXPECT_EQ(meeting_of_binds("127.0.0.1", "127.0.0.1"), "strong");
  EXPECT_EQ(meeting_of_binds("0.0.0.0", "127.0.0.1"), "strong");
  EXPECT_EQ(meeting_of_binds("::", "127.0.0.1"), "strong");
  EXPECT_EQ(meeting_of_binds("::", "0.0.0.0"), "strong");
  EXPECT_EQ(meeting_of_binds("::", "::1"), "strong");
  EXPECT_EQ(meeting_of_binds("::ffff:127.0.0.1", "127.0.0.1"), "strong");
  EXPECT_EQ(meeting_of_binds("::ffff:0.0.0.0", "10.0.0.1"), "strong");
  EXPECT_EQ(meeting_of_binds("fe80::1%eth0", "fe80::1"), "strong");
}

TEST(conclude_ports, C93_sockets_with_other_addresses_do_not_meet) {
  EXPECT_EQ(meeting_of_binds("127.0.0.1", "127.0.0.2"), "none");
  EXPECT_EQ(meeting_of_binds("::1", "127.0.0.1"), "none");
  EXPECT_EQ(meeting_of_binds("::1", "0.0.0.0"), "none");
}

TEST(conclude_ports, C93_socket_of_version_6_alone_leaves_the_other_version) {
  forged_suite suite;
  forged_test test = suite.test("A").port("tcp", "::", 8080, {use::bind});
  test->record.resources.back().what.only_version_6 = 1;
  suite.test("B").port("tcp", "0.0.0.0", 8080, {use::bind});
  EXPECT_THAT(suite.pairs(), IsEmpty());
  suite.test("C").port("tcp", "::1", 8080, {use::bind});
  EXPECT_THAT(suite.pairs(), ElementsAre("A C strong collision tcp:[::]:8080"));
}

TEST(conclude_ports, C93_protocols_and_numbers_are_apart) {
  EXPECT_EQ(
      meeting_of("tcp", "0.0.0.0", use::bind, "udp", "0.0.0.0", use::bind),
      "none");
  EXPECT_EQ(
      meeting_of("udp", "0.0.0.0", use::bind, "tcp", "127.0.0.1", use::connect),
      "none");
  EXPECT_EQ(
      meeting_of("udp", "0.0.0.0", use::bind, "udp", "127.0.0.1", use::connect),
      "strong");
  forged_suite suite;
  suite.test("A").port("tcp", "0.0.0.0", 8080, {use::bind});
  suite.test("B").port("tcp", "0.0.0.0", 8081, {use::bind});
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

std::string meeting_of_client(const std::string& server,
                              const std::string& client) {
  return meeting_of("tcp", server, use::bind, "tcp", client, use::connect);
}

TEST(conclude_ports, C93_client_meets_a_server_at_its_address) {
  EXPECT_EQ(meeting_of_client("127.0.0.1", "127.0.0.1"), "strong");
  EXPECT_EQ(meeting_of_client("0.0.0.0", "127.0.0.1"), "strong");
  EXPECT_EQ(meeting_of_client("::", "127.0.0.1"), "strong");
  EXPECT_EQ(meeting_of_client("127.0.0.1", "0.0.0.0"), "strong");
  EXPECT_EQ(meeting_of_client("192.168.1.5", "192.168.1.5"), "strong");
}

TEST(conclude_ports, C93_client_of_another_host_does_not_meet_a_server_here) {
  EXPECT_EQ(meeting_of_client("127.0.0.2", "127.0.0.1"), "none");
  EXPECT_EQ(meeting_of_client("0.0.0.0", "93.184.216.34"), "none");
  EXPECT_EQ(meeting_of_client("::", "2606:4700::1111"), "none");
  EXPECT_EQ(meeting_of_client("127.0.0.1", "192.168.1.5"), "none");
  // It may be an address of this machine.
  EXPECT_EQ(meeting_of_client("0.0.0.0", "192.168.1.5"), "weak");
  EXPECT_EQ(meeting_of_client("0.0.0.0", "172.17.0.2"), "weak");
  EXPECT_EQ(meeting_of_client("0.0.0.0", "172.64.0.2"), "none");
}

TEST(conclude_ports, C93_two_clients_of_a_server_that_no_test_starts) {
  EXPECT_EQ(meeting_of("tcp", "127.0.0.1", use::connect, "tcp", "127.0.0.1",
                       use::connect),
            "none");
}

TEST(conclude_ports, C93_port_that_the_kernel_chose_is_not_shared) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    suite.test(name)
        .port("tcp", "0.0.0.0", 40123, {use::bind}, chance::kernel)
        .port("tcp", "127.0.0.1", 40123, {use::connect})
        .port("tcp", "127.0.0.1", 0, {use::bind});
  }
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_ports, C93_test_that_binds_and_connects_meets_nobody_by_itself) {
  forged_suite suite;
  suite.test("A")
      .port("tcp", "127.0.0.1", 8080, {use::bind, use::listen})
      .port("tcp", "127.0.0.1", 8080, {use::connect});
  suite.test("B").port("tcp", "127.0.0.1", 8081, {use::bind, use::listen});
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_ports, C93_port_of_one_is_two_ports_of_another) {
  forged_suite suite;
  suite.test("A").port("tcp", "127.0.0.1", 8080, {use::bind});
  suite.test("B").port("tcp", "127.0.0.2", 8080, {use::bind});
  suite.test("C").port("tcp", "0.0.0.0", 8080, {use::bind});
  EXPECT_THAT(suite.pairs(),
              ElementsAre("A C strong collision tcp:0.0.0.0:8080",
                          "B C strong collision tcp:0.0.0.0:8080"));
}

TEST(conclude_ports, C93_port_that_is_locked_by_a_marker_keeps_tests_apart) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    forged_test test = suite.test(name);
    test->markers = {"port:8080"};
    test.port("tcp", "0.0.0.0", 8080, {use::bind})
        .named(resource_kind::abstract_socket,
               "unix:@parallel-testing-port-8080", {{use::bind}});
  }
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

std::vector<std::string> pairs_at_socket(resource_kind kind,
                                         const std::string& name,
                                         const forged_uses& first,
                                         const forged_uses& second) {
  forged_suite suite;
  suite.test("A").named(kind, name, first);
  suite.test("B").named(kind, name, second);
  return suite.pairs();
}

TEST(conclude_ports, C93_servers_and_clients_of_one_socket_collide) {
  const forged_uses serves{{use::bind, state::absent}, {use::listen}};
  const forged_uses connects{{use::connect, state::unknown}};
  EXPECT_THAT(
      pairs_at_socket(resource_kind::unix_socket, "/tmp/s", serves, serves),
      ElementsAre("A B strong collision /tmp/s"));
  EXPECT_THAT(pairs_at_socket(resource_kind::abstract_socket, "unix:@s", serves,
                              connects),
              ElementsAre("A B strong collision unix:@s"));
  EXPECT_THAT(pairs_at_socket(resource_kind::unix_socket, "/tmp/s", serves,
                              {{use::connect, state::absent}}),
              ElementsAre("A B strong collision /tmp/s"));
  EXPECT_THAT(pairs_at_socket(resource_kind::unix_socket, "/run/s", connects,
                              {{use::connect, state::socket}}),
              IsEmpty());
}

TEST(conclude_ports, C93_abstract_names_and_paths_are_apart) {
  forged_suite suite;
  suite.test("A").named(resource_kind::abstract_socket, "unix:@s",
                        {{use::bind}});
  suite.test("B").named(resource_kind::unix_socket, "/tmp/s",
                        {{use::bind, state::absent}});
  suite.test("C").named(resource_kind::abstract_socket, "unix:@s2",
                        {{use::bind}});
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_ports, C93_evidence_names_protocol_and_number) {
  forged_suite suite;
  suite.test("A").port("tcp", "127.0.0.1", 8080, {use::bind, use::listen});
  suite.test("B").port("tcp", "127.0.0.1", 8080, {use::connect});
  const sharing found = conclude(suite.of);
  ASSERT_EQ(found.shared.size(), 1U);
  EXPECT_EQ(found.shared[0].kind, category::ports);
  EXPECT_EQ(found.shared[0].conflicts.at(0).evidence,
            "A binds TCP port 8080; B connects to it");
}

}  // namespace
}  // namespace parallel_testing::tools
