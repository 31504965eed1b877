// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

namespace parallel_testing::support {

/// The build of a project that a program tests. Cases for several builds are
/// compiled once and linked into a program for each.
extern const char* const tested_build;

}  // namespace parallel_testing::support
