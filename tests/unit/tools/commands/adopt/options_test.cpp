// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace parallel_testing::adopt_command {
namespace {

using ::testing::ElementsAre;

options options_from(const std::vector<std::string>& arguments) {
  std::ostringstream ignored;
  return parse_options({arguments, ignored, ignored, {}}).values;
}

TEST(adopt_options, change_nothing_and_ask_by_default) {
  const options given = options_from({});
  EXPECT_EQ(given.source, ".");
  EXPECT_FALSE(given.applies);
  EXPECT_FALSE(given.is_agreed);
  EXPECT_TRUE(given.runs_tests);
  EXPECT_EQ(given.patch, "adopt.patch");
  EXPECT_EQ(given.markdown, "adopt.md");
}

TEST(adopt_options, pass_what_follows_to_cmake) {
  const options given =
      options_from({"src", "--yes", "--", "-DA=ON", "-G", "Ninja"});
  EXPECT_EQ(given.source, "src");
  EXPECT_TRUE(given.is_agreed);
  EXPECT_THAT(given.configure, ElementsAre("-DA=ON", "-G", "Ninja"));
}

TEST(adopt_options, split_where_the_package_is_fetched_from) {
  const options given = options_from({"--fetch", "git@example.org:pt@v1"});
  EXPECT_EQ(given.package.repository, "git@example.org:pt");
  EXPECT_EQ(given.package.tag, "v1");
  for (const char* wrong : {"pt", "@v1", "pt@"}) {
    EXPECT_THROW(static_cast<void>(options_from({"--fetch", wrong})),
                 cli::failure)
        << wrong;
  }
}

}  // namespace
}  // namespace parallel_testing::adopt_command
