// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <parallel_testing/markers.hpp>

#include "note.hpp"

namespace pt = parallel_testing;

TEST(GroupedElsewhere, Takes) {
  const e2e::section alone("group");
  e2e::take_time();
}
PARALLEL_TESTING_MARK(GroupedElsewhere, Takes, pt::no_parallel("group"));

TEST(SameName, IsInBothTargets) {
  e2e::note("same", "elsewhere");
}
