// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

namespace parallel_testing {

/// Fails the running test from code that must not throw. Where no framework
/// runs a test, prints the failure on stderr and makes the program end with
/// status 1.
void report_failure(const std::string& text) noexcept;

}  // namespace parallel_testing
