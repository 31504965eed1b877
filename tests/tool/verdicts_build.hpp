// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

namespace parallel_testing::tool_test {

/// The build of the project `verdicts` that a program tests, and the names of
/// the frameworks in it, with blanks between them.
extern const char* const verdicts_build;
extern const char* const verdicts_frameworks;

}  // namespace parallel_testing::tool_test
