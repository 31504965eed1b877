// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/blame.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::coverage_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

tools::test_result test(const std::string& name, tools::verdict outcome,
                        const std::string& worker, std::int64_t pid,
                        const std::string& message = "") {
  tools::attempt attempt;
  attempt.outcome = outcome;
  attempt.worker = worker;
  attempt.pid = pid;
  attempt.message = message;
  tools::test_result result;
  result.name = name;
  result.attempts = {attempt};
  return result;
}

TEST(blame, C64_killed_tests_are_named) {
  tools::run_result run;
  run.tests = {test("Orders.Add", tools::verdict::pass, "gw0", 1),
               test("Orders.Fail", tools::verdict::fail, "gw0", 2),
               test("Orders.Crash", tools::verdict::crash, "gw1", 3, "SIGSEGV"),
               test("Orders.Hang", tools::verdict::timeout, "gw0", 4)};
  EXPECT_THAT(
      warnings_about(run, {}, "/data"),
      ElementsAre("Orders.Crash crashed, SIGSEGV: what it covered is missing "
                  "or partial",
                  "Orders.Hang timed out: what it covered is missing or "
                  "partial"));
  run.tests.resize(2);
  EXPECT_THAT(warnings_about(run, {}, "/data"), IsEmpty());
}

TEST(blame, C64_broken_data_are_reported_with_the_tests_that_left_them) {
  tools::run_result run;
  run.tests = {test("Orders.Add", tools::verdict::pass, "gw1", 17),
               test("Orders.Crash", tools::verdict::crash, "gw1", 3)};
  const auto warnings = warnings_about(
      run,
      {{data_problem::kind::broken, "/data/gw1/b/a.gcda", "it was cut short"},
       {data_problem::kind::broken, "/data/gw1/17-5_0.profraw", "empty"},
       {data_problem::kind::broken, "/data/shared/b/a.gcda", "it is empty"}},
      "/data");
  EXPECT_THAT(
      warnings,
      ElementsAre("Orders.Crash crashed: what it covered is missing or partial",
                  "'/data/gw1/b/a.gcda' is ignored: it was cut short; left "
                  "by Orders.Crash",
                  "'/data/gw1/17-5_0.profraw' is ignored: empty; left by "
                  "Orders.Add",
                  "'/data/shared/b/a.gcda' is ignored: it is empty"));
}

TEST(blame, C65_stale_data_are_reported_once_with_the_remedy) {
  EXPECT_THAT(
      warnings_about(
          {},
          {{data_problem::kind::stale, "/data/gw0/a.gcda", "it is old"},
           {data_problem::kind::stale, "/data/gw0/b.gcda", "so is it"}},
          "/data"),
      ElementsAre("data of another build are ignored (2: it is old); build "
                  "all targets, then run the tests again"));
}

}  // namespace
}  // namespace parallel_testing::coverage_command
