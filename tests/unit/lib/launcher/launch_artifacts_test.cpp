// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The directory for artifacts of a command, which only knows its variable.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

#include "launched.hpp"

namespace parallel_testing::launcher {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

struct launched_artifacts : launched {
  const std::string folder = place.path("runs/run1/artifacts");
  const std::string write_one =
      "echo shot >\"$PARALLEL_TESTING_ARTIFACTS/a.txt\"; "
      "[ \"$TEST_UNDECLARED_OUTPUTS_DIR\" = \"$PARALLEL_TESTING_ARTIFACTS\" ] "
      "|| exit 9; ";

  /// Without the empty one that waits for the next test of the worker.
  [[nodiscard]] std::size_t directories() const {
    std::error_code missing;
    return static_cast<std::size_t>(
        std::count_if(fs::directory_iterator(folder, missing),
                      fs::directory_iterator(), [](const auto& each) {
                        return each.path().filename().string()[0] != '.';
                      }));
  }
};

TEST_F(launched_artifacts, C98_of_a_command_that_fails_are_kept_and_logged) {
  EXPECT_EQ(run({}, write_one + "exit 1"), 1);
  ASSERT_EQ(directories(), 1U);
  const fs::path made = fs::directory_iterator(folder)->path();
  EXPECT_EQ(unit::content_of((made / "a.txt").string()), "shot\n");
  EXPECT_THAT(made.filename().string(), testing::StartsWith("the_test-"));
  EXPECT_THAT(events(), Contains(AllOf(HasSubstr("\"event\":\"artifacts\""),
                                       HasSubstr("\"test\":\"the test\""),
                                       HasSubstr(made.filename().string()))));
}

TEST_F(launched_artifacts, C98_of_a_command_that_passes_are_removed) {
  EXPECT_EQ(run({}, write_one + "exit 0"), 0);
  EXPECT_EQ(directories(), 0U);
  EXPECT_THAT(events(), Not(Contains(HasSubstr("\"event\":\"artifacts\""))));
}

TEST_F(launched_artifacts, C98_of_a_command_that_is_killed_are_kept) {
  EXPECT_EQ(run({}, write_one + "kill -9 $$"), -9);
  EXPECT_EQ(directories(), 1U);
}

TEST_F(launched_artifacts, C98_a_command_that_writes_none_leaves_no_directory) {
  EXPECT_EQ(run({}, "exit 1"), 1);
  EXPECT_EQ(directories(), 0U);
}

}  // namespace
}  // namespace parallel_testing::launcher
