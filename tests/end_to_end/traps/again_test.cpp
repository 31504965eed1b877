// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The test is not the one process that was started.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <tuple>

#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::Each;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;
using testing::SizeIs;

using how = std::tuple<const char*, const char*>;

class again : public testing::TestWithParam<how> {
 protected:
  static std::string kind() { return std::get<0>(GetParam()); }
  static std::string mode() { return std::get<1>(GetParam()); }
};

TEST_P(again, C86_all_processes_of_a_test_are_the_test) {
  sandbox box(E2E_BUILD);
  const ctest_result result =
      box.ctest({"-j4", "-R", "^" + kind() + "[.]" + mode() + "[.]"});
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), Not(IsEmpty()));
  const std::size_t runs = kind() == "copied" ? 6 : 3;
  EXPECT_THAT(result.noted("worker"), SizeIs(runs));
  EXPECT_THAT(result.noted("worker"), Each(MatchesRegex("gw[0-9]+")));
  EXPECT_THAT(result.noted("once"), SizeIs(1));
  const std::vector<std::string> ids = result.noted("run");
  EXPECT_THAT(std::set<std::string>(ids.begin(), ids.end()), SizeIs(1));
}

INSTANTIATE_TEST_SUITE_P(
    of_a_test, again,
    testing::Combine(
        testing::Values("forks", "executes", "starts", "forked", "copied"),
        testing::Values("plain", "unit", "batch", "launched", "launched_unit")),
    [](const testing::TestParamInfo<how>& given) {
      return std::string(std::get<0>(given.param)) + "_" +
             std::get<1>(given.param);
    });

}  // namespace
}  // namespace parallel_testing::support
