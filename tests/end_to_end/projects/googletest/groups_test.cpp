// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <parallel_testing/markers.hpp>

#include "note.hpp"

TEST(Grouped, InSecondFile) {
  const e2e::section alone("group");
  e2e::take_time();
}
PARALLEL_TESTING_MARK(Grouped, InSecondFile, lock("group"));
