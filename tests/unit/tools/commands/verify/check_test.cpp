// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/check.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace parallel_testing::verify_command {
namespace {

const std::vector<check> some{judged("versions", "ctest 3.31.6", {}),
                              judged("registration", "3 tests",
                                     {{"a is lost", "build it"},
                                      {"b is lost", "build it"},
                                      {"two\nlines", "look\nhere"}}),
                              skipped("speed_up", "only one worker")};

TEST(verify_text, has_a_line_for_what_passes) {
  EXPECT_EQ(text_of(some[0], {}), "PASS  versions          ctest 3.31.6\n");
  EXPECT_EQ(text_of(some[2], {}), "SKIP  speed_up          only one worker\n");
}

TEST(verify_text, reports_what_to_do_once_for_what_needs_the_same) {
  EXPECT_EQ(text_of(some[1], {}), R"(FAIL  registration      3 tests
      a is lost
      b is lost
      -> build it
      two
        lines
      -> look
         here
)");
}

TEST(verify_text, ends_with_totals) {
  EXPECT_EQ(totals_of(some), "1 check passed, 1 failed, 1 skipped\n");
}

TEST(verify_json, has_everything) {
  const auto root = nlohmann::json::parse(json_of(some));
  EXPECT_EQ(root.at("version"), 1);
  EXPECT_EQ(root.at("outcome"), "fail");
  ASSERT_EQ(root.at("checks").size(), 3U);
  EXPECT_EQ(root["checks"][0]["outcome"], "pass");
  EXPECT_EQ(root["checks"][1]["problems"][2]["remedy"], "look\nhere");
  EXPECT_EQ(root["checks"][2]["summary"], "only one worker");
  EXPECT_EQ(nlohmann::json::parse(json_of({some[0]})).at("outcome"), "pass");
}

}  // namespace
}  // namespace parallel_testing::verify_command
