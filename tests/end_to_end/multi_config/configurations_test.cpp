// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

class mode : public testing::TestWithParam<std::string> {};

TEST_P(mode, ctest_C_selects_the_configuration) {
  sandbox box(E2E_BUILD);
  const std::string prefix = "^" + GetParam() + "Configuration";
  const ctest_result debug = box.ctest({"-C", "Debug", "-R", prefix});
  EXPECT_EQ(what_went_wrong(debug), "");
  EXPECT_THAT(debug.passed(),
              ElementsAre(GetParam() + "Configuration.IsNoted",
                          GetParam() + "Configuration.OnlyInDebug"));
  EXPECT_THAT(debug.noted("configuration"), ElementsAre("Debug", "Debug"));
  const ctest_result release = box.ctest({"-C", "release", "-R", prefix});
  EXPECT_EQ(what_went_wrong(release), "");
  EXPECT_THAT(release.noted("configuration"), ElementsAre("Release"));
}

INSTANTIATE_TEST_SUITE_P(of_discovery, mode, testing::Values("", "before."),
                         [](const auto& instance) {
                           return instance.param.empty() ? "post_build"
                                                         : "pre_test";
                         });

TEST(configuration, without_one_ctest_says_what_is_missing) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({});
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.output, HasSubstr("suite_NOT_AVAILABLE"));
  EXPECT_THAT(result.noted("configuration"), testing::IsEmpty());
}

TEST(configuration, that_was_not_built_is_named) {
  sandbox box(E2E_BUILD);
  const ctest_result result =
      box.ctest({"-C", "RelWithDebInfo", "-R", "suite"});
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.output, HasSubstr("suite_NOT_BUILT"));
}

}  // namespace
}  // namespace parallel_testing::support
