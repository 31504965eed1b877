// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What ctest says about a build tree without running anything.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "support/process.hpp"

namespace parallel_testing::support {

struct registered_test {
  std::string name;
  std::vector<std::string> command;
  std::map<std::string, std::string> properties;  ///< lists joined by ';'
  std::string file;                               ///< of the source location
  std::int64_t line = 0;
};

/// From `ctest --show-only=json-v1`; throws when that fails. `arguments` come
/// behind it.
[[nodiscard]] std::vector<registered_test> registered_tests(
    const std::string& build_directory, const variables& environment,
    const std::vector<std::string>& arguments = {});

}  // namespace parallel_testing::support
