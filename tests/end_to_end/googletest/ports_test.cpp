// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

TEST(ports, C50_C52_ports_can_be_bound_at_once_one_or_many) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j4", "-R", "^Ports\\."});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), SizeIs(3));
}

TEST(ports, C51_no_port_is_handed_to_two_live_holders) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j8", "-R", "^Of/ManyPorts"});
  EXPECT_EQ(what_went_wrong(result), "");
  std::size_t taken = 0;
  for (const tools::event& each : result.events) {
    if (each.body.is<tools::port_acquire>()) ++taken;
  }
  EXPECT_EQ(taken, 8U * 200U);
}

TEST(ports, C51_not_even_to_holders_in_two_runs) {
  sandbox box(E2E_BUILD);
  running_ctest first = box.start_ctest({"-j4", "-R", "^Of/ManyPorts"});
  running_ctest second = box.start_ctest({"-j4", "-R", "^Of/ManyPorts"});
  const ctest_result one = first.wait();
  const ctest_result two = second.wait();
  EXPECT_EQ(what_went_wrong({one, two}), "");
}

TEST(ports, C53_the_reservation_of_a_killed_holder_ends_with_it) {
  sandbox box(E2E_BUILD);
  // Ports that no other test draws: one of those could have this one by then.
  box.set("PARALLEL_TESTING_PORT_RANGE", "15000-18999");
  const ctest_result died = box.ctest({"-R", "^PortHolder.Dies"});
  EXPECT_THAT(died.failed(), ElementsAre("PortHolder.Dies"));
  const std::string port = died.noted("port").at(0);
  box.set("PARALLEL_TESTING_PORT_RANGE", port + "-" + port);
  const ctest_result next = box.ctest({"-R", "^PortHolder.Reclaims"});
  EXPECT_EQ(what_went_wrong(next), "");
  EXPECT_THAT(next.noted("port"), ElementsAre(port));
}

}  // namespace
}  // namespace parallel_testing::support
