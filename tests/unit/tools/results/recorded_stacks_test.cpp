// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/recorded_stacks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "results/writers/junit.hpp"

namespace parallel_testing::tools {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string record_of_wait =
    R"({"v":1,"test":"Orders.Wait","text":)"
    R"("parallel-testing: stacks of 'Orders.Wait' after 2 s:\n)"
    R"(  read with libdw:\n  process 12: orders_test\n)"
    R"(    thread 12 'orders_test':\n)"
    R"(      #4 wait() at /src/orders.cpp:20\n"})"
    "\n";

run_result run_with(verdict outcome, const std::string& output) {
  run_result run;
  test_result test;
  test.name = "Orders.Wait";
  test.attempts.resize(2);
  for (attempt& each : test.attempts) {
    each.outcome = outcome;
    each.message = "Timeout";
    each.output = output;
  }
  run.tests = {test};
  return run;
}

TEST(recorded_stacks, C96_show_where_a_test_of_plain_ctest_was) {
  run_result run = run_with(verdict::timeout, "");
  add_stacks(run, "no json\n[]\n{\"test\":7}\n" + record_of_wait);
  const std::vector<attempt>& attempts = run.tests[0].attempts;
  EXPECT_EQ(attempts[0].message, "Timeout");
  EXPECT_EQ(attempts[1].message, "Timeout in wait() at /src/orders.cpp:20");
  EXPECT_THAT(attempts[1].output, HasSubstr("\n      #4 wait() at"));
  EXPECT_THAT(junit_text(run), HasSubstr("<system-err>parallel-testing: stacks "
                                         "of"));
}

TEST(recorded_stacks, C96_replace_no_output_that_is_known) {
  run_result run = run_with(verdict::crash, "its own output\n");
  add_stacks(run, record_of_wait);
  EXPECT_EQ(run.tests[0].attempts[1].output, "its own output\n");
  EXPECT_EQ(run.tests[0].attempts[1].message, "Timeout");
}

TEST(recorded_stacks, C96_are_for_tests_that_hung_or_crashed) {
  run_result run = run_with(verdict::fail, "");
  add_stacks(run, record_of_wait);
  EXPECT_EQ(run.tests[0].attempts[1].output, "");
  run = run_with(verdict::crash, "");
  run.tests[0].name = "Orders.Other";
  add_stacks(run, record_of_wait);
  EXPECT_EQ(run.tests[0].attempts[1].output, "");
}

}  // namespace
}  // namespace parallel_testing::tools
