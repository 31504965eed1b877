// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The marker port:N. The ports are chosen at run time, never written here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <parallel_testing/port.hpp>

#include "base/unique_fd.hpp"
#include "support/child_process.hpp"
#include "support/scratch.hpp"
#include "support/wait_until.hpp"

namespace parallel_testing::unit {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct port_marker : testing::Test {
  scratch place;
  /// Free when asked, and ours to mark: nobody reserves while it is locked.
  std::string port = std::to_string(reserve_port().number());
  std::string begin_case = "begin_case A.B port:" + port;
  std::string in_use = "port " + port +
                       " is in use by a program that does not reserve ports; "
                       "the test may connect to that program";

  child_process start_test(const std::string& run = "run1") const {
    environment variables = place.under_ctest(run);
    variables["PARALLEL_TESTING_PORT_RANGE"] = port + "-" + port;
    return child_process({RUNTIME_PROBE, "adapter"}, variables);
  }

  sockaddr_in address() const {
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_port = htons(static_cast<std::uint16_t>(std::stoi(port)));
    result.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return result;
  }

  unique_fd listen_as_stranger() const {
    unique_fd server(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    ::setsockopt(server.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const sockaddr_in at = address();
    EXPECT_EQ(
        ::bind(server.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at),
        0);
    EXPECT_EQ(::listen(server.get(), 1), 0);
    return server;
  }
};

TEST_F(port_marker, C73_excludes_tests_of_all_runs) {
  child_process one = start_test("run1");
  child_process two = start_test("run2");
  EXPECT_EQ(one.ask(begin_case), "done");
  two.send(begin_case);
  wait_until_says(two, "waiting for port " + port + ", held by pid " +
                           std::to_string(one.pid()));
  one.ask("end_case passed");
  EXPECT_EQ(two.receive(), "done");
}

TEST_F(port_marker, C53_is_free_when_its_holder_was_killed) {
  child_process one = start_test();
  child_process two = start_test();
  EXPECT_EQ(one.ask(begin_case), "done");
  two.send(begin_case);
  wait_until_says(two, "waiting for port");
  one.kill();
  EXPECT_EQ(two.receive(), "done");
}

TEST_F(port_marker, C51_excludes_reservations) {
  child_process one = start_test();
  child_process two = start_test();
  EXPECT_EQ(one.ask(begin_case), "done");
  EXPECT_THAT(two.ask("reserve 1 tcp"), StartsWith("error: no free port"));
  one.ask("end_case passed");
  EXPECT_EQ(two.ask("reserve 1 tcp"), port);
  one.send(begin_case);
  wait_until_says(one, "waiting for port");
  two.ask("drop");
  EXPECT_EQ(one.receive(), "done");
}

TEST_F(port_marker, says_when_a_foreign_program_has_the_port) {
  const unique_fd stranger = listen_as_stranger();
  child_process test = start_test();
  EXPECT_EQ(test.ask(begin_case), "done");
  EXPECT_THAT(test.errors(), HasSubstr(in_use));
  EXPECT_THAT(content_of(place.path("runs/run1/events.ndjson")),
              HasSubstr("\"message\":\"" + in_use + "\""));
}

TEST_F(port_marker, is_silent_about_connections_that_only_wait_for_their_end) {
  {
    const unique_fd server = listen_as_stranger();
    const unique_fd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in at = address();
    ASSERT_EQ(::connect(client.get(), reinterpret_cast<const sockaddr*>(&at),
                        sizeof at),
              0);
    // Closed by the server first: its side stays in TIME_WAIT.
    unique_fd accepted(::accept(server.get(), nullptr, nullptr));
    accepted.reset();
    char nothing = 0;
    EXPECT_EQ(::read(client.get(), &nothing, 1), 0);
  }
  child_process test = start_test();
  EXPECT_EQ(test.ask(begin_case), "done");
  EXPECT_THAT(test.errors(), Not(HasSubstr("is in use")));
}

}  // namespace
}  // namespace parallel_testing::unit
