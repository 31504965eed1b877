// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/debug/json_with_comments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/json.hpp"
#include "base/record.hpp"

namespace parallel_testing::debug_command {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* item = R"({
    "name": "one",
    "new": true
})";

std::string merged(const std::string& text) {
  return with_item(text, "configurations", "one", item);
}

json parsed(const std::string& text) {
  return json::parse(text, nullptr, true, true);
}

TEST(json_with_comments, an_empty_file_gets_the_item) {
  for (const char* text : {"", " \n", "{}", "{ \"configurations\": [] }"}) {
    const json root = parsed(merged(text));
    EXPECT_EQ(root.at("configurations").size(), 1U) << text;
    EXPECT_EQ(root["configurations"][0].at("name"), "one") << text;
  }
}

TEST(json_with_comments, C97_nothing_else_of_the_file_changes) {
  const std::string before = R"(// of the team
{
  "version": "0.2.0",  /* "configurations": [] */
  "configurations": [
    { "name": "other", "args": ["//", "]", "\"}"] }  // keep
  ],
  "compounds": [ 1.5e3, null, ],
}
)";
  const std::string after = merged(before);
  const std::string added = R"(,
    {
        "name": "one",
        "new": true
    })";
  const std::size_t place = before.find("  // keep");
  EXPECT_EQ(after, before.substr(0, place) + added + before.substr(place));
}

TEST(json_with_comments, an_item_follows_a_trailing_comma) {
  EXPECT_EQ(merged("{\n  \"configurations\": [\n    {},  // last\n  ]\n}\n"),
            "{\n  \"configurations\": [\n    {},\n    {\n        \"name\": "
            "\"one\",\n        \"new\": true\n    }  // last\n  ]\n}\n");
}

TEST(json_with_comments, the_item_with_the_same_name_is_replaced) {
  const std::string before =
      "{\n  \"configurations\": [\n    {\"name\": \"first\"},\n    "
      "{\"name\": \"on\\u0065\", \"old\": 1},\n    {\"name\": \"last\"}\n  "
      "]\n}";
  const json root = parsed(merged(before));
  ASSERT_EQ(root.at("configurations").size(), 3U);
  EXPECT_EQ(root["configurations"][1], parsed(item));
  EXPECT_EQ(merged(merged(before)), merged(before));
}

TEST(json_with_comments, a_broken_file_is_refused_with_its_line) {
  const auto problem_of = [](const std::string& text) -> std::string {
    try {
      return merged(text);
    } catch (const tools::record_error& refused) {
      return refused.what();
    }
  };
  EXPECT_THAT(problem_of("{\n\"a\" 1}"), HasSubstr("line 2: expected a colon"));
  EXPECT_THAT(problem_of("{\n\"a\": [1"), HasSubstr("ends too early"));
  EXPECT_THAT(problem_of("{} {}"), HasSubstr("expected the end"));
  EXPECT_THAT(problem_of("[1]"), HasSubstr("is not an object"));
  EXPECT_THAT(problem_of("{\"configurations\": {}}"),
              HasSubstr("'configurations' is not an array"));
  EXPECT_THAT(problem_of("/* {}"), HasSubstr("a comment has no end"));
  EXPECT_THAT(problem_of("{\"configurations\": [{} {}]}"),
              HasSubstr("expected a comma"));
  EXPECT_THAT(problem_of("{\"a\": \"\\x\"}"), HasSubstr("not a text"));
  EXPECT_THAT(problem_of(std::string(5000, '[')), HasSubstr("line 1"));
}

}  // namespace
}  // namespace parallel_testing::debug_command
