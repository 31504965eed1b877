// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Several build trees, several runs, many tests at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

#include "history/queries.hpp"
#include "support/build_tree.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

namespace fs = std::filesystem;

/// The build tree without what only the build needs, and without the file by
/// which include(CTest) sends ctest back to where the tree was configured.
void copy_build_tree(const std::string& to) {
  fs::create_directory(to);
  for (const fs::directory_entry& entry : fs::directory_iterator(E2E_BUILD)) {
    const std::string name = entry.path().filename();
    if (name == "CMakeFiles" || name == "Testing" ||
        name == "DartConfiguration.tcl") {
      continue;
    }
    fs::copy(entry.path(), fs::path(to) / name, fs::copy_options::recursive);
  }
}

/// Both worktrees take part in what is one per machine.
void join(sandbox& one, const sandbox& other) {
  for (const char* name : {"PARALLEL_TESTING_STATE_DIR",
                           "PARALLEL_TESTING_TEMP_ROOT", "E2E_SECTIONS"}) {
    one.set(name, other.environment().at(name));
  }
}

TEST(many_runs, C73_two_worktrees_at_once_share_nothing) {
  sandbox first(E2E_BUILD);
  copy_build_tree(first.path("copy"));
  sandbox second(first.path("copy"));
  join(second, first);
  const std::vector<std::string> arguments = {
      "-j8", "-R",
      "(^FixedPort|^Database\\.|DatabaseNames|Identity|^Temp\\.|^Ports|Alpha)"};
  running_ctest one = first.start_ctest(arguments);
  running_ctest two = second.start_ctest(arguments);
  const std::vector<ctest_result> results = {one.wait(), two.wait()};
  EXPECT_EQ(what_went_wrong(results), "");
  std::set<std::string> directories;
  for (const ctest_result& result : results) {
    EXPECT_THAT(result.noted("worker"), SizeIs(12));
    for (const std::string& made : result.noted("dir")) {
      EXPECT_TRUE(directories.insert(made).second) << made;
    }
  }
  EXPECT_THAT(directories, SizeIs(2));
}

TEST(many_runs, a_moved_build_tree_runs_its_own_binaries) {
  sandbox box(E2E_BUILD);
  const std::string moved = box.path("moved tree");
  copy_build_tree(moved);
  std::size_t ours = 0;
  for (const registered_test& test :
       registered_tests(moved, box.environment())) {
    if (test.command.empty() || !test.command[0].ends_with("/suite")) continue;
    ASSERT_EQ(test.command[0], moved + "/suite");
    ++ours;
  }
  EXPECT_GT(ours, 300U);
  sandbox there(moved);
  const ctest_result result =
      there.ctest({"-j4", "-R", "^(All/Identity|Temp\\.|elsewhere/Grouped)"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_FALSE(result.events.empty());
}

TEST(many_runs, three_hundred_tests_start_at_the_same_time) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j64", "-R", "^All/Crowd"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), SizeIs(300));
  const auto members = result.noted("member");
  EXPECT_THAT(std::set<std::string>(members.begin(), members.end()),
              SizeIs(300));
}

}  // namespace
}  // namespace parallel_testing::support
