// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One program for each kind of main function. The name of the program is its
// kind: all are made of one object.
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "note.hpp"

namespace {

bool is(const std::string& kind) {
  return ::program_invocation_short_name == kind;
}

struct before_main {
  before_main() {
    if (!is("aborting")) return;
    std::fputs("cannot even start\n", stderr);
    std::abort();
  }
} const aborting;

/// `--mode <word>` and `--empty <nothing>`, which GoogleTest does not know.
int read_own_flags(int argc, char** argv) {
  std::printf("parallel_case([[noise]])\n  Suite.\n    Case\n");
  std::fprintf(stderr, "starting %s\n", argv[0]);
  testing::InitGoogleTest(&argc, argv);
  for (int at = 1; at + 1 < argc; at += 2) {
    e2e::note("flag", std::string(argv[at]) + "=" + argv[at + 1]);
  }
  return argc == 1 || argc == 5 ? 0 : 2;
}

class environment : public testing::Environment {
  void SetUp() override { ADD_FAILURE() << "the server is not there"; }
};

}  // namespace

TEST(Main, One) {
  e2e::note("ran", "One");
}
TEST(Main, Two) {
  e2e::note("ran", "Two");
}

int main(int argc, char** argv) {
  if (is("returning")) return 0;
  if (is("noisy")) {
    if (const int problem = read_own_flags(argc, argv)) return problem;
  } else {
    if (is("swallowing")) argc = 1;
    testing::InitGoogleTest(&argc, argv);
  }
  // Lists its tests, and finds nothing to do when it is to run them.
  if (is("idle") && e2e::variable("PARALLEL_TESTING_MANIFEST").empty())
    return 0;
  if (is("failing")) testing::AddGlobalTestEnvironment(new environment);
  return RUN_ALL_TESTS();
}
