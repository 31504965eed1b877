// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A main() that misbehaves for some suites.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "second_thread.hpp"

int main(int argc, char** argv) {
  start_second_thread_if_asked();
  std::vector<char*> original(argv, argv + argc + 1);
  ::testing::InitGoogleTest(&argc, argv);
  const std::string filter = ::testing::GTEST_FLAG(filter);
  const auto runs = [&](const char* suite) {
    return filter.find(suite) != std::string::npos;
  };
  if (runs("MainDoesNotRun") && !::testing::GTEST_FLAG(list_tests) &&
      ::getenv("PARALLEL_TESTING_MANIFEST") == nullptr) {
    return 0;
  }
  if (filter == "MainForksAndTearDownExits.It") {
    const pid_t child = ::fork();
    if (child == 0) ::exit(RUN_ALL_TESTS());
    ::waitpid(child, nullptr, 0);
    return 0;
  }
  const bool is_copy = ::getenv("IS_COPY") != nullptr;
  if (filter == "MainHidesDeathOfCopy.It" && !is_copy) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::setenv("IS_COPY", "1", 1);
      ::execv("/proc/self/exe", original.data());
    }
    int ended = 0;
    ::waitpid(child, &ended, 0);
    // 0 when a signal ended it.
    return WEXITSTATUS(ended);
  }
  const int status = RUN_ALL_TESTS();
  if (is_copy) return 3;
  if (runs("MainReturnsThree")) return 3;
  EXPECT_NE(filter, "MainChecksAfterwards.It") << "not as it should be";
  return runs("MainHidesFailure") ? 0 : status;
}
