// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What Valgrind reports as ctest starts it, with our suppressions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/child_process.hpp"
#include "support/sanitized.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::unit {
namespace {

using testing::HasSubstr;
using testing::Not;

struct memory : testing::Test {
  scratch place;

  void SetUp() override {
    if (support::is_sanitized)
      GTEST_SKIP() << "what a sanitizer watches, Valgrind cannot";
#ifndef __GLIBC__
    GTEST_SKIP() << "Valgrind does not see the memory of a static program";
#endif
    if (*VALGRIND == '\0') GTEST_SKIP() << "Valgrind is not installed";
    if (child_process({VALGRIND, "-q", "/bin/sh", "-c", ":"}, place.by_hand())
            .finish() != 0)
      GTEST_SKIP() << "Valgrind does not work here";
  }

  /// What it says of one test of the program.
  [[nodiscard]] std::string report_of(const std::string& test) const {
    child_process checked({VALGRIND, "-q", "--tool=memcheck",
                           "--leak-check=yes", "--show-reachable=yes",
                           "--num-callers=50", "--suppressions=" SUPPRESSIONS,
                           MEMORY_PROGRAM, "--gtest_filter=memory." + test},
                          place.by_hand());
    EXPECT_EQ(checked.finish(), 0) << checked.errors();
    return checked.errors();
  }
};

TEST_F(memory, C90_what_the_library_keeps_is_not_reported) {
  EXPECT_THAT(report_of("keeps_nothing"), Not(HasSubstr("parallel_testing::")));
}

TEST_F(memory, C90_what_a_test_keeps_beside_the_library_is_reported) {
  EXPECT_THAT(report_of("keeps_in_a_function_with_an_object_of_the_library"),
              HasSubstr("43 bytes in 1 blocks are still reachable"));
}

}  // namespace
}  // namespace parallel_testing::unit
