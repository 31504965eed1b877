// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ctest/ctest_listing.hpp"
#include "discovered/marker_sources.hpp"

namespace parallel_testing::tools {

/// The test, and possibly the case, that a name stands for.
struct named_test {
  std::size_t place = 0;  ///< index of the test
  case_in_unit self;      ///< of a case inside a test
};

/// Finds the test with this name in CTest, or the case with this name inside a
/// test, with or without the name of the test before it, as in reports. Throws
/// cli::failure that suggests the nearest name.
[[nodiscard]] named_test find_named_test(const std::string& name,
                                         const std::vector<listed_test>& tests,
                                         const discovery& found);

}  // namespace parallel_testing::tools
