// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <parallel_testing/error.hpp>
#include <parallel_testing/port.hpp>
#include <set>
#include <sstream>
#include <vector>

#include "base/unique_fd.hpp"
#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using unit::child_process;
using unit::scratch;

std::vector<int> numbers(const std::string& text) {
  std::istringstream words(text);
  return {std::istream_iterator<int>(words), {}};
}

bool can_bind(int port, int domain, int type) {
  const unique_fd fd(::socket(domain, type | SOCK_CLOEXEC, 0));
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(static_cast<std::uint16_t>(port));
  v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = v4.sin_port;
  v6.sin6_addr = in6addr_loopback;
  const bool is_v4 = domain == AF_INET;
  return ::bind(fd.get(),
                is_v4 ? reinterpret_cast<const sockaddr*>(&v4)
                      : reinterpret_cast<const sockaddr*>(&v6),
                is_v4 ? sizeof v4 : sizeof v6) == 0;
}

bool has_ipv6() {
  const unique_fd fd(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in6 any{};
  any.sin6_family = AF_INET6;
  any.sin6_addr = in6addr_loopback;
  return fd && ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&any),
                      sizeof any) == 0;
}

child_process start(const scratch& place, const std::string& range = "") {
  unit::environment variables = place.by_hand();
  if (!range.empty()) variables["PARALLEL_TESTING_PORT_RANGE"] = range;
  return child_process({RUNTIME_PROBE}, variables);
}

TEST(reserve_port, C50_can_be_bound_at_once) {
  for (const protocol kind : {protocol::tcp, protocol::udp}) {
    const reserved_port port = reserve_port(kind);
    EXPECT_GE(port.number(), 1024);
    EXPECT_TRUE(can_bind(port.number(), AF_INET, SOCK_STREAM));
    EXPECT_TRUE(can_bind(port.number(), AF_INET, SOCK_DGRAM));
    EXPECT_TRUE(!has_ipv6() || can_bind(port.number(), AF_INET6, SOCK_STREAM));
  }
}

TEST(reserve_port, C51_no_port_is_handed_to_two_live_holders) {
  const scratch place;
  std::vector<child_process> processes;
  for (int at = 0; at < 8; ++at) processes.push_back(start(place));
  for (child_process& each : processes) each.send("reserve 200 tcp");
  std::set<int> taken;
  std::size_t count = 0;
  for (child_process& each : processes) {
    for (const int port : numbers(each.receive())) {
      EXPECT_TRUE(taken.insert(port).second) << port;
      ++count;
    }
  }
  EXPECT_EQ(count, 1600U);
}

TEST(reserve_port, C51_excludes_programs_that_use_another_state_directory) {
  const scratch one;
  const scratch two;
  child_process first = start(one);
  const std::string port = first.ask("reserve 1 tcp");
  child_process second = start(two, port + "-" + port);
  EXPECT_THAT(second.ask("reserve 1 tcp"), StartsWith("error: no free port"));
}

TEST(reserve_ports, C52_gives_n_different_ones) {
  const auto ports = reserve_ports(20);
  std::set<int> different;
  for (const reserved_port& each : ports) different.insert(each.number());
  EXPECT_EQ(different.size(), 20U);
  EXPECT_TRUE(reserve_ports(0).empty());
}

TEST(reserve_ports, C52_udp_and_tcp_share_one_space) {
  std::set<int> different;
  const auto tcp = reserve_ports(10, protocol::tcp);
  const auto udp = reserve_ports(10, protocol::udp);
  for (const auto* ports : {&tcp, &udp}) {
    for (const reserved_port& each : *ports) different.insert(each.number());
  }
  EXPECT_EQ(different.size(), 20U);
}

/// Another program may take a port while it is free, but not five of them.
bool succeeds_with_some_port(const std::function<bool()>& attempt) {
  for (int attempts = 0; attempts < 5; ++attempts) {
    if (attempt()) return true;
  }
  return false;
}

TEST(reserve_port, is_free_again_after_its_owner_let_go) {
  const scratch place;
  EXPECT_TRUE(succeeds_with_some_port([&] {
    child_process one = start(place);
    const std::string port = one.ask("reserve 1 tcp");
    one.ask("drop");
    child_process two = start(place, port + "-" + port);
    return two.ask("reserve 1 tcp") == port;
  }));
}

TEST(reserve_port, C53_is_free_again_after_its_owner_was_killed) {
  const scratch place;
  EXPECT_TRUE(succeeds_with_some_port([&] {
    child_process one = start(place);
    const std::string port = one.ask("reserve 1 tcp");
    child_process two = start(place, port + "-" + port);
    EXPECT_THAT(two.ask("reserve 1 tcp"), StartsWith("error: no free port"));
    one.kill();
    return two.ask("reserve 1 tcp") == port;
  }));
}

TEST(reserve_port, has_one_owner_when_moved) {
  reserved_port one = reserve_port();
  const int number = one.number();
  reserved_port two = std::move(one);
  EXPECT_EQ(two.number(), number);
  two = reserve_port();
  EXPECT_NE(two.number(), number) << "the former was held while it was chosen";
}

TEST(reserve_ports, C72_in_a_range_that_is_taken_say_what_to_do) {
  const scratch place;
  child_process one = start(place);
  const std::string port = one.ask("reserve 1 tcp");
  child_process two = start(place, port + "-" + port);
  EXPECT_EQ(
      two.ask("reserve 1 tcp"),
      "error: no free port from " + port + " to " + port +
          ": all are reserved or in use; widen PARALLEL_TESTING_PORT_RANGE or "
          "run fewer tests at the same time");
}

TEST(reserve_ports, C72_of_which_not_all_are_free_hold_none) {
  const scratch place;
  EXPECT_TRUE(succeeds_with_some_port([&] {
    child_process one = start(place);
    const std::string port = one.ask("reserve 1 tcp");
    one.ask("drop");
    child_process two = start(place, port + "-" + port);
    EXPECT_THAT(two.ask("reserve 2 tcp"), StartsWith("error: no free port"));
    return two.ask("reserve 1 tcp") == port;
  }));
}

TEST(reserve_port, C72_out_of_file_descriptors_says_so) {
  const scratch place;
  child_process program = start(place);
  EXPECT_EQ(numbers(program.ask("reserve 1 tcp")).size(), 1U);
  EXPECT_EQ(program.ask("run_out_of_files"), "done");
  EXPECT_THAT(
      program.ask("reserve 1 tcp"),
      testing::AllOf(StartsWith("error: "), HasSubstr(std::strerror(EMFILE)),
                     HasSubstr("ulimit -n")));
}

/// A socket that nothing of this library knows of.
unique_fd outsider_on(int port, int domain, int type, bool is_any) {
  unique_fd fd(::socket(domain, type | SOCK_CLOEXEC, 0));
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(static_cast<std::uint16_t>(port));
  v4.sin_addr.s_addr = htonl(is_any ? INADDR_ANY : INADDR_LOOPBACK);
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = v4.sin_port;
  v6.sin6_addr = is_any ? in6addr_any : in6addr_loopback;
  const int on = 1;
  if (domain == AF_INET6) {
    ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  }
  const bool is_v4 = domain == AF_INET;
  const bool is_bound = ::bind(fd.get(),
                               is_v4 ? reinterpret_cast<const sockaddr*>(&v4)
                                     : reinterpret_cast<const sockaddr*>(&v6),
                               is_v4 ? sizeof v4 : sizeof v6) == 0;
  if (!is_bound) fd.reset();
  return fd;
}

TEST(reserve_port, C51_passes_over_ports_that_outsiders_have_bound) {
  for (const int domain : {AF_INET, AF_INET6}) {
    if (domain == AF_INET6 && !has_ipv6()) continue;
    for (const int type : {SOCK_STREAM, SOCK_DGRAM}) {
      for (const bool is_any : {true, false}) {
        const scratch place;
        child_process other = start(place);
        const std::string port = other.ask("reserve 1 tcp");
        const unique_fd outsider =
            outsider_on(std::stoi(port), domain, type, is_any);
        ASSERT_TRUE(outsider);
        other.ask("drop");
        child_process program = start(place, port + "-" + port);
        for (const char* protocol : {"tcp", "udp"}) {
          EXPECT_THAT(program.ask(std::string("reserve 1 ") + protocol),
                      StartsWith("error: no free port"))
              << domain << " " << type << " " << is_any;
        }
      }
    }
  }
}

TEST(reserve_port, C51_passes_over_ports_that_the_system_reserves) {
  const scratch place;
  const auto reserve_only = [&](int port, const std::string& reserved) {
    unit::write_to(place.path("reserved"), reserved + "\n");
    const std::string only = std::to_string(port);
    child_process program = start(place, only + "-" + only);
    EXPECT_EQ(
        program.ask("stand_in /proc/sys/net/ipv4/ip_local_reserved_ports " +
                    place.path("reserved")),
        "done");
    return program.ask("reserve 1 tcp");
  };
  EXPECT_TRUE(succeeds_with_some_port([&] {
    child_process one = start(place);
    const int port = std::stoi(one.ask("reserve 1 tcp"));
    one.ask("drop");
    const std::string only = std::to_string(port);
    for (const std::string& reserved :
         {only, std::to_string(port - 1) + "-" + std::to_string(port + 1),
          "1,2-3," + only}) {
      EXPECT_THAT(reserve_only(port, reserved),
                  StartsWith("error: no free port"))
          << reserved;
    }
    return reserve_only(port, std::to_string(port + 1)) == only;
  }));
}

TEST(reserve_port, C51_is_none_that_connections_are_given) {
  const scratch place;
  unit::write_to(place.path("ephemeral"), "1024\t60000\n");
  child_process program = start(place);
  program.ask("stand_in /proc/sys/net/ipv4/ip_local_port_range " +
              place.path("ephemeral"));
  for (const int port : numbers(program.ask("reserve 20 tcp"))) {
    EXPECT_GT(port, 60000);
  }
}

}  // namespace
}  // namespace parallel_testing
