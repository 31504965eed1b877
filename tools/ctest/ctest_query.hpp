// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds the ctest to use, and the tests that it lists.
#pragma once

#include <string>
#include <vector>

#include "ctest/ctest_listing.hpp"

namespace parallel_testing::tools {

/// The ctest of the build tree: the one in its cache if this machine has it,
/// otherwise the one on PATH.
[[nodiscard]] std::string ctest_of(const std::string& build);

/// The absolute path of `given`; if empty, of `ctest`. Looks up a name without
/// a slash on PATH, and skips this program there. Throws cli::failure.
[[nodiscard]] std::string choose_ctest(const std::string& given);

/// The message for a ctest that cannot be started.
[[nodiscard]] std::string why_no_ctest(const std::string& ctest);

/// Such as `3.25.1`; "" if it does not print one.
[[nodiscard]] std::string version_of_ctest(const std::string& ctest);

/// All tests of a build tree that ctest lists with these arguments, up to `--`.
/// Throws cli::failure if ctest cannot be started or prints something else.
[[nodiscard]] std::vector<listed_test> query_tests(
    const std::string& build, const std::vector<std::string>& arguments = {});

}  // namespace parallel_testing::tools
