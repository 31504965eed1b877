// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/lanes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace parallel_testing::report_command {
namespace {

using testing::ElementsAre;

tools::test_result ran(const std::string& worker, std::int64_t start_ns,
                       std::int64_t duration_ns) {
  tools::attempt attempt;
  attempt.worker = worker;
  attempt.start_mono_ns = start_ns;
  attempt.duration_ns = duration_ns;
  tools::test_result test;
  test.attempts.push_back(attempt);
  return test;
}

TEST(lanes, workers_are_in_the_order_of_their_numbers) {
  tools::run_result run;
  run.tests = {ran("master", 1, 1), ran("gw10", 1, 1), ran("gw9", 1, 1)};
  const lane_plan plan = plan_lanes(run);
  EXPECT_THAT(plan.names, ElementsAre("gw9", "gw10", "master"));
  EXPECT_THAT(plan.lanes,
              ElementsAre(ElementsAre(2), ElementsAre(1), ElementsAre(0)));
}

TEST(lanes, C104_workers_of_a_node_are_together) {
  tools::run_result run;
  run.tests = {ran("n2.gw0", 1, 1), ran("n10.gw0", 1, 1),
               ran("n1.master", 1, 1), ran("n2.gw1", 1, 1),
               ran("n1.gw3", 1, 1)};
  EXPECT_THAT(
      plan_lanes(run).names,
      ElementsAre("n1.gw3", "n1.master", "n2.gw0", "n2.gw1", "n10.gw0"));
}

TEST(lanes, what_overlaps_without_a_worker_gets_its_own_lanes) {
  tools::run_result run;
  run.tests = {ran("", 1, 10), ran("", 5, 10), ran("", 11, 2)};
  const lane_plan plan = plan_lanes(run);
  EXPECT_THAT(plan.names, ElementsAre("no worker", "no worker 2"));
  EXPECT_THAT(plan.lanes,
              ElementsAre(ElementsAre(0), ElementsAre(1), ElementsAre(0)));
}

TEST(lanes, what_never_ran_has_none) {
  tools::run_result run;
  run.tests = {ran("", 0, 0)};
  const lane_plan plan = plan_lanes(run);
  EXPECT_THAT(plan.names, ElementsAre());
  EXPECT_THAT(plan.lanes, ElementsAre(ElementsAre(no_lane)));
}

}  // namespace
}  // namespace parallel_testing::report_command
