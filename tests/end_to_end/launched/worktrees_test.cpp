// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two worktrees of one project at once, fixed ports included. How many rounds,
// PARALLEL_TESTING_WORKTREE_ROUNDS says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::IsEmpty;

namespace fs = std::filesystem;

int wanted_rounds() {
  const char* const value = std::getenv("PARALLEL_TESTING_WORKTREE_ROUNDS");
  return value == nullptr ? 2 : std::atoi(value);
}

void copy_build_tree(const std::string& to) {
  fs::create_directory(to);
  for (const fs::directory_entry& entry : fs::directory_iterator(E2E_BUILD)) {
    const std::string name = entry.path().filename();
    // The last is the file by which ctest would go back to the other tree.
    if (name == "CMakeFiles" || name == "Testing" ||
        name == "DartConfiguration.tcl") {
      continue;
    }
    fs::copy(entry.path(), fs::path(to) / name, fs::copy_options::recursive);
  }
}

void run_both(sandbox& one, sandbox& other) {
  const std::vector<std::string> arguments = {"-j8", "-LE", "waits"};
  running_ctest first = one.start_ctest(arguments);
  running_ctest second = other.start_ctest(arguments);
  const std::vector<ctest_result> results = {first.wait(), second.wait()};
  ASSERT_EQ(what_went_wrong(results), "");
  for (const ctest_result& result : results) {
    ASSERT_THAT(result.noted("collision"), IsEmpty());
  }
}

TEST(worktrees, C73_two_worktrees_share_no_fixed_port_nor_anything_else) {
  sandbox one(E2E_BUILD);
  copy_build_tree(one.path("copy"));
  sandbox other(one.path("copy"));
  for (const char* name : {"PARALLEL_TESTING_STATE_DIR",
                           "PARALLEL_TESTING_TEMP_ROOT", "E2E_SECTIONS"}) {
    other.set(name, one.environment().at(name));
  }
  for (int round = 0; round < wanted_rounds(); ++round) {
    SCOPED_TRACE(round);
    run_both(one, other);
    if (HasFatalFailure()) return;
  }
  // And where they have to take turns.
  one.set("PARALLEL_TESTING_ISOLATION", "none");
  other.set("PARALLEL_TESTING_ISOLATION", "none");
  run_both(one, other);
}

}  // namespace
}  // namespace parallel_testing::support
