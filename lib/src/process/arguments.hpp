// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "frameworks/framework_rules.hpp"

// Reads the command line of a test program before its framework does.
namespace parallel_testing {

/// `registered` is the selector with which the test was registered, "" when
/// unknown.
program_request read_arguments(adapter::framework kind,
                               const std::vector<std::string>& arguments,
                               const std::string& registered = "");

/// The name of the case that a selector selects, as its adapter names it.
std::string case_of_selector(adapter::framework kind,
                             const std::string& selector);

}  // namespace parallel_testing
