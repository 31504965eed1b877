// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <parallel_testing/markers.hpp>

#include "note.hpp"

TEST(GroupedElsewhere, Takes) {
  const e2e::section alone("group");
  e2e::take_time();
}
PARALLEL_TESTING_MARK(GroupedElsewhere, Takes, no_parallel("group"));

TEST(SameName, IsInBothTargets) {
  e2e::note("same", "elsewhere");
}
