// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <unistd.h>

#include <catch2/catch.hpp>

namespace {

/// Long enough to be told from a slow end; gone by itself.
void leave_a_process() {
  const pid_t child = ::fork();
  if (child != 0) {
    CHECK(child > 0);
    return;
  }
  ::execlp("sleep", "sleep", "4", nullptr);
  ::_exit(1);
}

}  // namespace

TEST_CASE("leaves a process with its output") {
  leave_a_process();
}

TEST_CASE("supervised, it leaves one too") {
  leave_a_process();
}
