// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a program should print, in a file of its own. With UPDATE_GOLDEN set
// the tests write what they see instead; look at the difference.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace parallel_testing::support {

inline void expect_golden(const std::string& path, const std::string& seen) {
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << seen;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  ASSERT_TRUE(file) << path << " is missing; set UPDATE_GOLDEN=1 to write it";
  std::ostringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(seen, expected.str()) << "expected in " << path;
}

}  // namespace parallel_testing::support
