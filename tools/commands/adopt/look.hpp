// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds out what the tests of a project are, after it was built.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "adopt/file_api.hpp"
#include "adopt/survey.hpp"
#include "ctest/ctest_listing.hpp"

namespace parallel_testing::adopt_command {

/// The executables that tests run or that register cases, as far as CMake knows
/// them: they may not be part of the default build.
[[nodiscard]] std::vector<std::string> unbuilt_programs(
    const tools::project_facts& facts,
    const std::vector<tools::traced_call>& calls);

/// The name of another framework that an executable contains: Qt Test; "" for
/// none. Pure.
[[nodiscard]] std::string other_framework_in(std::string_view program);

/// Options of the project that are off and have to do with tests. Pure.
[[nodiscard]] std::vector<std::string> test_options_that_are_off(
    const tools::project_facts& facts);

struct look_request {
  const tools::project_facts& facts;
  std::vector<tools::traced_call> calls;
  const std::vector<tools::listed_test>& tests;
  /// Why a directory of the user belongs to another project; "" if it does not.
  std::function<std::string(const std::string&)> closed;
};

/// Reads the CMake files, and asks the programs of the tests for their cases.
[[nodiscard]] tools::survey look(look_request wanted);

}  // namespace parallel_testing::adopt_command
