// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace parallel_testing::coverage_command {
namespace {

using testing::ElementsAre;

class coverage_options : public testing::Test {
 protected:
  options parse(std::vector<std::string> arguments) {
    cli::parsed<options> parsed =
        parse_options({std::move(arguments), out_, err_, {}});
    EXPECT_EQ(parsed.exit_code, std::nullopt) << err_.str();
    return std::move(parsed.values);
  }

 private:
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(coverage_options, what_follows_two_dashes_goes_to_the_run_as_it_is) {
  const options given =
      parse({"build", "--branch", "--", "-j", "8", "-R", "Orders", "--", "x"});
  EXPECT_EQ(given.build, "build");
  EXPECT_TRUE(given.with_branches);
  EXPECT_THAT(given.ctest, ElementsAre("-j", "8", "-R", "Orders", "--", "x"));
  EXPECT_EQ(given.jobs, "auto");
}

TEST_F(coverage_options, both_ways_to_name_the_build_tree_mean_the_same) {
  EXPECT_EQ(parse({"b"}).build, parse({"--test-dir", "b"}).build);
  EXPECT_EQ(parse({"--test-dir=b"}).build, "b");
  EXPECT_EQ(parse({}).build, ".");
}

}  // namespace
}  // namespace parallel_testing::coverage_command
