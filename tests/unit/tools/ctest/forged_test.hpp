// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ctest/ctest_listing.hpp"

namespace parallel_testing::tools {

inline listed_test listed(const std::string& name,
                          std::vector<std::string> command) {
  listed_test made;
  made.name = name;
  made.command = std::move(command);
  return made;
}

}  // namespace parallel_testing::tools
