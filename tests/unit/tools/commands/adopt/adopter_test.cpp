// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/adopter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::adopt_command {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(adopter_test, programs_whose_cases_fail_now_are_worse_than_before) {
  tools::survey of;
  of.tests = {{"whole", "p", ""}};
  const std::map<std::string, std::string> targets{
      {"A.a", "p"}, {"A.b", "p"}, {"script", ""}};
  EXPECT_THAT(
      worse_programs(of, {}, targets, {"A.a", "A.b", "script"}, "alone"),
      ElementsAre(Pair("p", "2 of its cases fail alone, first A.a")));
  EXPECT_THAT(worse_programs(of, {}, targets, {"A.b"}, "alone"),
              ElementsAre(Pair("p", "1 of its cases fails alone, first A.b")));
}

TEST(adopter_test, comments_do_not_name_the_scratch_build_tree) {
  EXPECT_EQ(without_path_in_comments("# /w/build/a; /w/build/b\nf(/w/build/c)\n"
                                     "# d",
                                     "/w/build"),
            "# build/a; build/b\nf(/w/build/c)\n# d");
  EXPECT_EQ(without_path_in_comments("", "/w"), "");
}

TEST(adopter_test, programs_that_failed_before_are_not_worse) {
  tools::survey of;
  of.tests = {{"whole", "p", ""}};
  const std::map<std::string, std::string> targets{{"A.a", "p"}, {"B.b", "q"}};
  tools::measured_suite before;
  before.failed_in_parallel["whole"] = 1;
  EXPECT_THAT(worse_programs(of, before, targets, {"A.a"}, "alone"), IsEmpty());
  before = {};
  before.failed_serially = {"B.b"};
  EXPECT_THAT(worse_programs(of, before, targets, {"B.b"}, "alone"), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::adopt_command
