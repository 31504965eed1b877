// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One program for each kind of main function.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "note.hpp"

namespace {

#ifdef ABORTING
[[maybe_unused]] const int aborted =
    (std::fputs("cannot even start\n", stderr), std::abort(), 0);
#endif

#ifdef NOISY
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
#endif

#ifdef FAILING
class environment : public testing::Environment {
  void SetUp() override { ADD_FAILURE() << "the server is not there"; }
};
#endif

}  // namespace

TEST(Main, One) {
  e2e::note("ran", "One");
}
TEST(Main, Two) {
  e2e::note("ran", "Two");
}

int main(int argc, char** argv) {
#if defined(NOISY)
  if (const int problem = read_own_flags(argc, argv)) return problem;
#elif defined(RETURNING)
  if (argc >= 1) return 0;
  testing::InitGoogleTest(&argc, argv);
#elif defined(IDLE)
  // Lists its tests, and finds nothing to do when it is to run them.
  testing::InitGoogleTest(&argc, argv);
  if (e2e::variable("PARALLEL_TESTING_MANIFEST").empty()) return 0;
#elif defined(SWALLOWING)
  argc = 1;
  testing::InitGoogleTest(&argc, argv);
#else
  testing::InitGoogleTest(&argc, argv);
#endif
#ifdef FAILING
  testing::AddGlobalTestEnvironment(new environment);
#endif
  return RUN_ALL_TESTS();
}
