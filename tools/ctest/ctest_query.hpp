// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Asks the real ctest what tests there are.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "ctest/ctest_listing.hpp"

namespace parallel_testing::io {

/// ctest cannot be started, or says nothing of use; its text tells the remedy.
struct ctest_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The ctest of the build tree: the one its cache names, else that of PATH.
[[nodiscard]] std::string ctest_of(const std::string& build);

/// All tests of a build tree that ctest lists with these arguments. Throws
/// ctest_error.
[[nodiscard]] std::vector<listed_test> query_tests(
    const std::string& build, const std::vector<std::string>& arguments = {});

}  // namespace parallel_testing::io
