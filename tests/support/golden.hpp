// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a program should print, as a whole, in a file of its own. With
// UPDATE_GOLDEN set the tests write what they see instead; look at the
// difference.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace parallel_testing::support {

/// `text` with `what` replaced, for what differs from place to place.
inline std::string with(std::string text, std::string_view what,
                        std::string_view instead) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos;) {
    text.replace(at, what.size(), instead);
    at += instead.size();
  }
  return text;
}

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
