// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_FAILURE_HPP
#define PARALLEL_TESTING_SRC_FAILURE_HPP

#include <string>

namespace parallel_testing {

/// Makes the running test fail, from a place that cannot throw. Where no
/// framework takes it, it is said on stderr and the program ends with 1.
void report_failure(const std::string& text) noexcept;

}  // namespace parallel_testing

#endif
