// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The cases of programs with GoogleTest or Catch2 that CTest runs as one test.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/suggest/watch/planning.hpp"
#include "ctest/ctest_listing.hpp"
#include "discovered/discovered_targets.hpp"

namespace parallel_testing::suggest_command {

/// The framework whose texts or symbols are in a program: googletest, catch2,
/// or "" for neither. Pure.
[[nodiscard]] std::string_view framework_in(std::string_view program);

/// Why the cases of a test, if it has any, must not run one by one: an argument
/// may select cases, a property judges the whole output, or another test
/// depends on it. "" if they may. Pure.
[[nodiscard]] std::string reason_to_stay_whole(
    const tools::listed_test& test, const std::vector<tools::listed_test>& all);

/// Whether there is no such reason. Pure.
[[nodiscard]] bool may_split(const tools::listed_test& test,
                             const std::vector<tools::listed_test>& all);

/// The names of the cases that the program of a test lists, which contains this
/// framework; nothing if it lists none within five seconds.
[[nodiscard]] std::optional<std::vector<std::string>> ask_program(
    const tools::listed_test& test, std::string_view framework,
    const std::string& cmake);

/// The cases in a listing that run when the program selects none, with their
/// arguments; none for a single case. Pure.
[[nodiscard]] std::vector<program_case> cases_to_run(
    std::string_view framework, const std::vector<std::string>& listed);

/// Asks the programs of the tests for their cases: only programs that contain
/// one of the frameworks, and that no call of ParallelTesting registered. The
/// result has an item for each test. `report` gets a sentence about each
/// program that does not list its cases.
[[nodiscard]] std::vector<std::vector<program_case>> list_cases(
    const std::vector<tools::listed_test>& tests,
    const std::vector<std::size_t>& selected, const tools::discovery& known,
    const std::string& cmake,
    const std::function<void(const std::string&)>& report);

}  // namespace parallel_testing::suggest_command
