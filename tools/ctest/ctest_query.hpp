// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which ctest is used, and which tests it lists.
#pragma once

#include <string>
#include <vector>

#include "ctest/ctest_listing.hpp"

namespace parallel_testing::tools {

/// The ctest of the build tree: the one its cache names, else that of PATH.
[[nodiscard]] std::string ctest_of(const std::string& build);

/// The absolute path of `given`. A name without a slash is looked up in PATH,
/// where this program under that name does not count; empty is `ctest`. Throws
/// cli::failure.
[[nodiscard]] std::string choose_ctest(const std::string& given);

/// All tests of a build tree that ctest lists with these arguments. Throws
/// cli::failure when ctest cannot be started or prints something else.
[[nodiscard]] std::vector<listed_test> query_tests(
    const std::string& build, const std::vector<std::string>& arguments = {});

}  // namespace parallel_testing::tools
