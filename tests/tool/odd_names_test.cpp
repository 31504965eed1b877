// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "other_builds.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::tool_test {
namespace {

using nlohmann::json;
using testing::AnyOf;

/// Chooses what passes, and nothing that kills or waits.
std::vector<std::string> selection_of(const std::string& build) {
  const bool is_googletest = build.ends_with("/googletest");
  return is_googletest
             ? std::vector<
                   std::string>{"-R", "^(Name\\.|Typed\\.|My/)|/(Odd|TempOdd)"}
             : std::vector<std::string>{
                   "-E",
                   "^(result|tear|crash|keeps|loses|free[.](scope|batch)|"
                   "(doctest|boost|alone)[.]fails)"};
}

TEST(run, C03_C08_tests_with_odd_names_are_followed_to_their_end) {
  for (const std::string& build : other_builds()) {
    if (build.find("distribution") != std::string::npos) continue;
    SCOPED_TRACE(build);
    support::sandbox box(build);
    const auto json_of = [&](std::vector<std::string> arguments) {
      const auto selection = selection_of(build);
      arguments.insert(arguments.end(), selection.begin(), selection.end());
      const std::string text = box.run(arguments).output;
      return json::parse(text.substr(text.find("{\n")));
    };
    const json listed = json_of({TESTED_CTEST, "--show-only=json-v1"});
    const json told = json_of({TESTED_TOOL, "run", "-j4", "--format", "json"});
    std::map<std::string, int> left;
    for (const json& test : listed.at("tests")) ++left[test.at("name")];
    EXPECT_GT(left.size(), 10U);
    for (const json& test : told.at("tests")) {
      EXPECT_THAT(test.at("outcome"), AnyOf("pass", "skip")) << test;
      --left[test.at("name")];
    }
    for (const auto& [name, count] : left) EXPECT_EQ(count, 0) << name;
  }
}

}  // namespace
}  // namespace parallel_testing::tool_test
