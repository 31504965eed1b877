// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>

#include "observed/schema.hpp"

namespace parallel_testing::launcher {

/// Where the directories of a test are, resolved.
struct known_places {
  std::string working;
  std::string temp;
  std::string home;
};

/// Whether `path` is `directory` or in it; nothing is below "" and "/". Pure.
bool is_below(std::string_view path, std::string_view directory);

/// By the directories of the test and those of the system. Pure.
observed::place place_of(std::string_view path, const known_places& known);

/// Whether nothing that a test does there can disturb another test: the private
/// files of each process below /proc, devices without content, data of
/// coverage, and what ThreadSanitizer keeps for the process. Pure.
bool is_beside_the_point(std::string_view path);

/// Whether the target of a link in /proc/<pid>/fd is gone. Pure.
bool is_of_removed_file(std::string_view path);

}  // namespace parallel_testing::launcher
