// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whatever a sanitizer finds in a test is a failure for ctest, also where the
// test should fail, and nothing is found in what the library does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::ContainsRegex;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

struct findings_of_sanitizers : testing::TestWithParam<const char*> {
  sandbox box{E2E_BUILD};
  std::string program{GetParam()};

  ctest_result run(const std::string& how) {
    return box.ctest({"-j4", "-R", "^" + program + "[.]" + how + "[.]"});
  }

  [[nodiscard]] std::string without_finding(const std::string& how) const {
    const bool has_suites = !program.starts_with("boost_test");
    return program + "." + how + (has_suites ? ".finds" : "") + ".nothing";
  }

  [[nodiscard]] std::vector<std::string> findings() const {
    std::vector<std::string> all = {"bad_address", "signal"};
    if (program.ends_with("address")) {
      all.insert(all.end(), {"overflow", "leak"});
    } else {
      all.push_back("race");
    }
    if (program.starts_with("gtest")) {
      all.push_back("something_skipped");
    }
    return all;
  }
};

TEST_P(findings_of_sanitizers, C79_are_failures_of_a_test) {
  const ctest_result result = run("plain");
  EXPECT_THAT(result.passed(), ElementsAre(without_finding("plain")));
  EXPECT_THAT(result.failed(), SizeIs(findings().size()));
}

TEST_P(findings_of_sanitizers, C79_are_failures_of_a_test_that_should_fail) {
  const ctest_result result = run("will_fail");
  EXPECT_THAT(result.passed(), IsEmpty());
  EXPECT_THAT(result.failed(), SizeIs(findings().size() + 1));
}

TEST_P(findings_of_sanitizers, C79_are_failures_of_forked_cases) {
  const std::string prefix = program + ".isolated.";
  const finished_process ended =
      box.run({E2E_TOOL, "run", "--test-dir", E2E_BUILD, "-R", "^" + prefix});
  EXPECT_EQ(ended.exit_code, 1);
  for (const std::string& finding : findings()) {
    EXPECT_THAT(ended.output, ContainsRegex("\n(fail|crash) [^\n]*: " + prefix +
                                            "(finds[.])?" + finding + " "));
  }
  EXPECT_THAT(ended.output, ContainsRegex("\n[^\n]* 1 passed in "));
}

TEST(findings_without_adapter, C79_are_failures_of_a_test_that_should_fail) {
  sandbox box{E2E_BUILD};
  const ctest_result result = box.ctest({"-R", "^doctest_alone[.]"});
  EXPECT_THAT(result.passed(), ElementsAre("doctest_alone.fails"));
  EXPECT_THAT(result.failed(), ElementsAre("doctest_alone.bad_address"));
}

INSTANTIATE_TEST_SUITE_P(programs, findings_of_sanitizers,
                         testing::Values("gtest_address", "gtest_thread",
                                         "catch2_thread", "doctest_thread",
                                         "boost_test_address"),
                         [](const auto& each) {
                           return std::string(each.param);
                         });

}  // namespace
}  // namespace parallel_testing::support
