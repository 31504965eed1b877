// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::unit {

/// Tests of what several test programs do to each other.
struct probed : testing::Test {
  scratch place;

  /// A test program of the run, which does what it is asked.
  child_process start_test(const std::string& run = "run1") const {
    return child_process({RUNTIME_PROBE, "adapter"}, place.under_ctest(run));
  }
};

}  // namespace parallel_testing::unit
