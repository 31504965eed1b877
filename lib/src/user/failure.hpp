// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_FAILURE_HPP
#define PARALLEL_TESTING_SRC_FAILURE_HPP

#include <string>

namespace parallel_testing {

/// Makes the running test fail where nothing can throw. Without a framework to
/// take it, prints the failure on stderr and makes the program end with 1.
void report_failure(const std::string& text) noexcept;

}  // namespace parallel_testing

#endif
