// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The directories that tests of one worker get, one after the other.
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "launched.hpp"

namespace parallel_testing::launcher {
namespace {

struct launched_directories : launched {
  static constexpr const char* show =
      "stat -c %i \"$TMPDIR\" \"$PARALLEL_TESTING_ARTIFACTS\"; "
      "ls -A \"$TMPDIR\" \"$PARALLEL_TESTING_ARTIFACTS\" | grep '[^:]$'; ";

  /// The identities of both directories of a test, and what is in them.
  std::string directories(const texts& options,
                          const std::string& script) const {
    unit::child_process test = start_shell(options, show + script);
    std::string seen;
    for (std::string line; !(line = test.receive()).empty();) {
      seen += line + "\n";
    }
    test.finish();
    return seen;
  }
};

TEST_F(launched_directories,
       are_those_of_the_test_before_if_it_left_them_empty) {
  const std::string first = directories({}, "exec >&-");
  EXPECT_EQ(std::count(first.begin(), first.end(), '\n'), 2) << first;
  EXPECT_TRUE(
      std::filesystem::is_empty(place.path("runs/run1/artifacts/.spare-gw0")));
  EXPECT_EQ(directories({}, "exec >&-"), first);
}

TEST_F(launched_directories, are_others_while_a_process_of_that_test_lives) {
  unit::child_process left = start_shell(
      {"--markers=leak:allow"}, std::string(show) +
                                    "cd \"$TMPDIR\"; echo; sleep 1000 "
                                    ">/dev/null 2>&1 </dev/null & echo $!");
  std::string first;
  for (std::string line; !(line = left.receive()).empty();) {
    first += line + "\n";
  }
  const std::string pid = left.receive();
  EXPECT_EQ(left.finish(), 0);
  const std::string second = directories({}, "exec >&-");
  EXPECT_EQ(std::count(second.begin(), second.end(), '\n'), 2) << second;
  EXPECT_NE(second.substr(0, second.find('\n')),
            first.substr(0, first.find('\n')));
  ::kill(std::stoi(pid), SIGKILL);
}

}  // namespace
}  // namespace parallel_testing::launcher
