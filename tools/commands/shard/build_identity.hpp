// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The identity of a build, with which `merge` notices shards of different
// builds. Copies of a build tree in other directories, for example from one
// archive, have the same identity.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ctest/ctest_listing.hpp"

namespace parallel_testing::shard_command {

/// The directories of a project, absolute. A directory may be known by several
/// paths.
struct project_directories {
  std::vector<std::string> build;
  std::vector<std::string> source;
};

[[nodiscard]] project_directories directories_of(const std::string& build);

/// A digest of the names and commands of all tests, of the properties that
/// decide which tests run and what their results mean, and of the programs of
/// the project among the commands. Neither the order of the tests nor the paths
/// of the directories matter. `content_of` returns what identifies the contents
/// of a program: its build id or, for a script, its text. Pure.
[[nodiscard]] std::string build_identity(
    const std::vector<tools::listed_test>& tests,
    const project_directories& directories,
    const std::function<std::string(const std::string&)>& content_of);

/// The same, for a build tree with these tests.
[[nodiscard]] std::string build_identity(
    const std::vector<tools::listed_test>& tests, const std::string& build);

}  // namespace parallel_testing::shard_command
