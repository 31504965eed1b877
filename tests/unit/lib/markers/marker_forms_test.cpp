// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "markers/marker_forms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// CMake is asked about the same table.
TEST(marker_forms, C27_a_marker_is_one_in_full) {
  std::ifstream table(MARKER_FORMS);
  int count = 0;
  for (std::string line; std::getline(table, line); ++count) {
    const std::size_t blank = line.find(' ');
    const std::string text = line.substr(blank + 1);
    EXPECT_EQ(is_need(text), line.substr(0, blank) == "yes") << text;
  }
  EXPECT_GT(count, 100);
}

TEST(marker_forms, labels_say_nothing_of_what_a_test_needs) {
  for (const char* label : {"unit", "integration", "slow", "fast", "auth",
                            "api", "db", "network", "smoke", "e2e"}) {
    EXPECT_TRUE(is_builtin_label(label)) << label;
    EXPECT_FALSE(is_need(label)) << label;
  }
  for (const char* other : {"", "slower", "billing", "port", "lock:a"}) {
    EXPECT_FALSE(is_builtin_label(other)) << other;
  }
  EXPECT_FALSE(is_need(""));
}

TEST(marker_forms, C83_plain_tags_are_told_from_markers) {
  std::vector<std::string> all{"lock:a", plain_tag("lock:b"), "serial",
                               plain_tag("Parser::parse"), "slow"};
  EXPECT_FALSE(is_need(all[1]));
  EXPECT_THAT(take_plain_tags(all), ElementsAre("lock:b", "Parser::parse"));
  EXPECT_THAT(all, ElementsAre("lock:a", "serial", "slow"));
  EXPECT_THAT(take_plain_tags(all), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing
