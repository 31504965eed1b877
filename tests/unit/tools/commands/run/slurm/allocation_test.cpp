// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/slurm/allocation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/command.hpp"

namespace parallel_testing::run_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(words_of, a_text_are_those_of_a_shell) {
  EXPECT_THAT(words_of(" -p test  -t 10 "),
              ElementsAre("-p", "test", "-t", "10"));
  EXPECT_THAT(words_of("--comment='two words' \"\" a\"b c\""),
              ElementsAre("--comment=two words", "", "ab c"));
  EXPECT_THAT(words_of(""), IsEmpty());
  EXPECT_THROW((void)words_of("'a"), cli::failure);
}

TEST(request_arguments, ask_for_what_is_needed) {
  EXPECT_THAT(request_arguments({}), ElementsAre("--job-name=parallel-testing",
                                                 "--no-kill", "--exclusive"));
  EXPECT_THAT(
      request_arguments({4, 2, {"db", "fonts"}, "-p test"}),
      ElementsAre("--job-name=parallel-testing", "--no-kill", "--nodes=4",
                  "--cpus-per-task=2", "--licenses=db,fonts", "-p", "test"));
}

TEST(allocation_text, has_the_variables_of_slurm) {
  EXPECT_EQ(
      allocation_text(
          {{"PATH", "/bin"}, {"SLURM_JOB_ID", "7"}, {"SLURM_X", "two\nlines"}},
          12),
      "12\nSLURM_JOB_ID=7\n\n");
}

TEST(processors_in, a_list_of_slurm_are_those_of_the_first_node) {
  EXPECT_EQ(processors_in("2(x3),4"), 2);
  EXPECT_EQ(processors_in(""), 0);
}

}  // namespace
}  // namespace parallel_testing::run_command
