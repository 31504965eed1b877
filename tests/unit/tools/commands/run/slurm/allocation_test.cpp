// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/slurm/allocation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/command.hpp"

namespace parallel_testing::run_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

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

// What `scontrol show hostnames` of Slurm 22.05 prints.
TEST(names_in_node_list, are_those_that_scontrol_prints) {
  EXPECT_THAT(names_in_node_list("n[1-3,7],m2"),
              Optional(ElementsAre("n1", "n2", "n3", "n7", "m2")));
  EXPECT_THAT(names_in_node_list("n[8-10],n[099-101]"),
              Optional(ElementsAre("n8", "n9", "n10", "n099", "n100", "n101")));
  EXPECT_THAT(names_in_node_list("rack-2.n[1-2]"),
              Optional(ElementsAre("rack-2.n1", "rack-2.n2")));
  EXPECT_THAT(names_in_node_list("alone"), Optional(ElementsAre("alone")));
  EXPECT_THAT(names_in_node_list("n[5]"), Optional(ElementsAre("n5")));
}

TEST(names_in_node_list, leaves_every_other_list_to_scontrol) {
  for (const char* list :
       {"r[0-1]n[1-2]", "a[2,4-5]c", "n[3-1]", "n[1-2", "n[]", "n[1,]m", "[1]",
        "n[1-]", "n[-1]", "n[1-2-3]", "n[a]", "a,,b", ",a", "a b", "a]", "a,",
        "n[1-99999999999]", "n[1-900000000]"}) {
    EXPECT_EQ(names_in_node_list(list), std::nullopt) << list;
  }
}

}  // namespace
}  // namespace parallel_testing::run_command
