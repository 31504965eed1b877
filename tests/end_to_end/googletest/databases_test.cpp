// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::SizeIs;

TEST(databases, C54_names_are_legal_and_hold_worker_and_run) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j4", "-R", "^All/DatabaseNames"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.noted("database"), SizeIs(8 * 5));
}

TEST(databases, C54_two_runs_never_use_the_same_name_at_the_same_time) {
  sandbox box(E2E_BUILD);
  running_ctest first = box.start_ctest({"-j4", "-R", "^All/DatabaseNames"});
  running_ctest second = box.start_ctest({"-j4", "-R", "^All/DatabaseNames"});
  const ctest_result one = first.wait();
  const ctest_result two = second.wait();
  EXPECT_EQ(what_went_wrong({one, two}), "");
  std::set<std::string> names;
  for (const ctest_result* each : {&one, &two}) {
    for (const std::string& name : each->noted("unique")) {
      EXPECT_TRUE(names.insert(name).second) << name << " was given twice";
    }
  }
}

}  // namespace
}  // namespace parallel_testing::support
