// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/trace.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/record.hpp"

namespace parallel_testing::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr const char* version = R"({"version":{"major":1,"minor":2}})"
                                "\n";

std::vector<traced_call> calls_in(const std::string& lines) {
  std::istringstream text(version + lines);
  return parse_trace(text, {"add_test"});
}

TEST(trace_test, a_call_has_its_place_values_and_directory) {
  const std::vector<traced_call> calls = calls_in(
      R"({"args":["sub"],"cmd":"add_subdirectory","file":"/s/CMakeLists.txt","frame":1,"line":2})"
      "\n"
      R"({"args":["f"],"cmd":"helper","file":"/s/sub/CMakeLists.txt","frame":1,"line":3})"
      "\n"
      R"({"args":["a;b",""],"cmd":"Add_Test","file":"/s/helper.cmake","frame":2,"line":9})"
      "\n");
  ASSERT_THAT(calls, SizeIs(1));
  EXPECT_EQ(calls[0].command, "add_test");
  EXPECT_EQ(calls[0].file, "/s/helper.cmake");
  EXPECT_EQ(calls[0].line, 9);
  EXPECT_EQ(calls[0].directory, "/s/sub");
  EXPECT_THAT(calls[0].arguments, ElementsAre("a;b", ""));
}

TEST(trace_test, an_argument_that_looks_like_a_call_is_none) {
  EXPECT_THAT(
      calls_in(
          R"({"args":["\"cmd\":\"add_test\""],"cmd":"message","file":"/s/C","frame":2,"line":2})"
          "\n"),
      SizeIs(0));
}

TEST(trace_test, other_text_is_an_error) {
  std::istringstream empty("");
  EXPECT_THROW(static_cast<void>(parse_trace(empty, {})), record_error);
  std::istringstream newer(R"({"version":{"major":2,"minor":0}})");
  EXPECT_THROW(static_cast<void>(parse_trace(newer, {})), record_error);
  EXPECT_THROW(static_cast<void>(calls_in(R"({"cmd":"add_test")")),
               record_error);
}

}  // namespace
}  // namespace parallel_testing::tools
