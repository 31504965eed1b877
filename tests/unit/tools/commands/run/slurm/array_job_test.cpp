// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/slurm/array_job.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::run_command {
namespace {

TEST(submit_arguments, are_tasks_of_one_node_each) {
  array_request wanted;
  wanted.first = 1;
  wanted.last = 15;
  wanted.each = {4, 2, {"db"}, "-p test"};
  wanted.program = "exec x";
  wanted.output = "/r/task-%a.txt";
  EXPECT_THAT(submit_arguments(wanted),
              testing::ElementsAre(
                  "sbatch", "--wait", "--parsable", "--array=1-15",
                  "--output=/r/task-%a.txt", "--job-name=parallel-testing",
                  "--no-kill", "--nodes=1", "--cpus-per-task=2",
                  "--licenses=db", "-p", "test", "--wrap", "exec x"));
}

}  // namespace
}  // namespace parallel_testing::run_command
