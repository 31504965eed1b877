// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/writers/annotations.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

test_result annotated_test(const std::string& name, verdict how,
                           const std::string& message) {
  test_result test;
  test.name = name;
  test.file = "/w/src/orders, all.cpp";
  test.line = 7;
  attempt made;
  made.outcome = how;
  made.message = message;
  test.attempts = {made};
  return test;
}

TEST(annotations, name_the_place_of_each_failure_below_the_workspace) {
  run_result run;
  run.tests = {annotated_test("A.Passes", verdict::pass, ""),
               annotated_test("A.Fails", verdict::fail, "1 < 2\n100 %"),
               annotated_test("A.Hangs", verdict::timeout, "Timeout"),
               annotated_test("A.Left", verdict::leak, "")};
  run.tests[2].attempts[0].output =
      "parallel-testing: stacks of 'A.Hangs' after 2 s:\n"
      "      #3 take(int) at /w/src/take.cpp:12\n";
  EXPECT_EQ(annotations_text(run, "/w"),
            "::error file=src/orders%2C all.cpp,line=7,title=A.Fails::"
            "1 < 2%0A100 %25\n"
            "::error file=src/take.cpp,line=12,title=A.Hangs::Timeout\n"
            "::error file=src/orders%2C all.cpp,line=7,title=A.Left::leak\n");
}

TEST(annotations, have_whole_paths_of_files_elsewhere) {
  run_result run;
  run.tests = {annotated_test("A.Fails", verdict::fail, "no")};
  EXPECT_EQ(annotations_text(run, "/w/sr"),
            "::error file=/w/src/orders%2C all.cpp,line=7,title=A.Fails::no\n");
  run.tests[0].file.clear();
  EXPECT_EQ(annotations_text(run, ""), "::error title=A.Fails::no\n");
}

}  // namespace
}  // namespace parallel_testing::tools
