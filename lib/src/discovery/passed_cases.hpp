// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "discovery/unit_file.hpp"

// A runner that repeats a unit of isolated cases can say which of them have
// passed, so that only the others run again. PARALLEL_TESTING_PASSED_CASES is
// the path of a file with one line for each unit.
namespace parallel_testing {

constexpr const char* passed_cases_variable = "PARALLEL_TESTING_PASSED_CASES";

/// The line of a unit. `reference` is its argument in the command of the test,
/// `names` are those of shown_name_of().
std::string passed_cases_line(std::string_view reference,
                              const std::vector<std::string>& names);

/// Leaves out the cases that `text`, a whole file, lists. Keeps all
/// cases if none would be left, because then something else went wrong.
void leave_out_passed(unit_record& unit, const std::string& reference,
                      std::string_view text);

}  // namespace parallel_testing
