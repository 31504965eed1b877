// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether a test can run in a private working directory, and what it must see
// there. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "remedies/uses.hpp"

namespace parallel_testing::tools {

/// Whether the test finds everything that it needs in a private directory that
/// shows visible_files() and has empty_directories() of it. It does not if it
/// reads there what another test wrote, writes by an absolute path or through a
/// link into a directory that it did not create, or leaves its working
/// directory by a relative path.
[[nodiscard]] bool fits_private_directory(const observation& of,
                                          const all_uses& uses,
                                          std::size_t test);

/// What the tests, which have one working directory, read there: relative to
/// it, sorted. Only what was there before and what no test changed. A directory
/// takes the place of many files in it.
[[nodiscard]] std::vector<std::string> visible_files(
    const observation& of, const all_uses& uses,
    const std::vector<std::size_t>& tests);

/// The directories into which these tests write and which they found, relative
/// to their working directory, sorted. Those of the `visible` files exist
/// anyway.
[[nodiscard]] std::vector<std::string> empty_directories(
    const observation& of, const all_uses& uses,
    const std::vector<std::size_t>& tests,
    const std::vector<std::string>& visible);

}  // namespace parallel_testing::tools
