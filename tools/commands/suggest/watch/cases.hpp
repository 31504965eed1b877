// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The cases of programs with a test framework that CTest runs as one test.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "commands/suggest/watch/planning.hpp"
#include "ctest/ctest_listing.hpp"
#include "discovered/discovered_targets.hpp"
#include "discovered/frameworks.hpp"
#include "lib/src/frameworks/framework_rules.hpp"

namespace parallel_testing::suggest_command {

/// Why the cases of a test must not run one by one: an argument may select
/// cases, a property judges the whole output, or another test depends on it. ""
/// if they may. Pure.
[[nodiscard]] std::string reason_to_stay_whole(
    const tools::listed_test& test, const std::vector<tools::listed_test>& all,
    const framework_row& framework);

/// The names of the cases that the program of a test lists, which contains this
/// framework, and runs if nothing selects any; nothing if it lists none within
/// five seconds.
[[nodiscard]] listed_cases ask_program(const tools::listed_test& test,
                                       const framework_row& framework,
                                       const std::string& cmake);

/// The cases of a listing with the arguments that select them; cases of the
/// same name are one. None for a single case. Pure.
[[nodiscard]] std::vector<program_case> cases_to_run(
    const framework_row& framework, const std::vector<std::string>& listed);

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
