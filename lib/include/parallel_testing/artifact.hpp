// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <filesystem>
#include <parallel_testing/requires_cxx17.hpp>
#include <parallel_testing/same_layout.hpp>

/// Files of a test that are worth keeping: screenshots, logs, dumps.
///
///     TEST(Window, IsDrawn) {
///       draw().save(parallel_testing::artifact("window.png"));
///       ...
///     }   // removed if the test passes, kept and shown in reports if it fails
///
/// Programs and scripts find the directory of their test in the variable
/// PARALLEL_TESTING_ARTIFACTS, and under Bazel's name in
/// TEST_UNDECLARED_OUTPUTS_DIR. It exists in a test that the launcher runs;
/// other tests create it: `mkdir -p "$PARALLEL_TESTING_ARTIFACTS"`.
///
/// Not promised: removal of what a program writes there after its test has
/// passed.

namespace parallel_testing {

/// The path of the file `name` in the directory for artifacts of the running
/// test, or of the process outside a test. Creates the directory (mode 0700)
/// and the missing directories in `name`, but not the file. Each case has its
/// own directory, also when cases share a process.
///
/// PARALLEL_TESTING_ARTIFACTS_POLICY chooses which artifacts are kept: those of
/// failed tests (`failed`, the default), `all`, `none`. At the end of the test,
/// the largest files are removed with a message until the others take at most
/// PARALLEL_TESTING_ARTIFACTS_LIMIT (100MiB). After a crash, all files stay.
///
/// Threads and forked children may call it. Throws error when `name` is empty
/// or absolute or has a ".." component, and when the directory cannot be
/// created.
[[nodiscard]] std::filesystem::path artifact(const std::filesystem::path& name);

}  // namespace parallel_testing
