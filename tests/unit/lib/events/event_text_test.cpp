// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/event_text.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace parallel_testing {
namespace {

constexpr const char* replaced = "\xEF\xBF\xBD";

TEST(json_string, quotes_plain_text) {
  EXPECT_EQ(json_string(""), R"("")");
  EXPECT_EQ(json_string("Orders.Migrates/0"), R"("Orders.Migrates/0")");
}

TEST(json_string, escapes_what_json_does_not_allow) {
  EXPECT_EQ(json_string("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(json_string("\n\t\r\x01\x1f"),
            R"("\u000a\u0009\u000d\u0001\u001f")");
  EXPECT_EQ(json_string(std::string("a\0b", 3)), R"("a\u0000b")");
  EXPECT_EQ(json_string("\x7f"), R"("\u007f")");
}

TEST(json_string, keeps_utf8) {
  for (const char* text :
       {"ü", "日本", "€", "\U0001F600", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF"}) {
    EXPECT_EQ(json_string(text), std::string("\"") + text + "\"");
  }
}

TEST(json_string, replaces_bytes_that_are_not_utf8) {
  const auto bad = [](int count) {
    std::string text = "\"";
    for (int at = 0; at < count; ++at) text += replaced;
    return text + "\"";
  };
  EXPECT_EQ(json_string("\xff"), bad(1));
  EXPECT_EQ(json_string("\x80"), bad(1)) << "continuation without a start";
  EXPECT_EQ(json_string("\xc3"), bad(1)) << "cut short";
  EXPECT_EQ(json_string("\xc0\xaf"), bad(2)) << "overlong slash";
  EXPECT_EQ(json_string("\xe0\x80\xaf"), bad(3)) << "overlong";
  EXPECT_EQ(json_string("\xed\xa0\x80"), bad(3)) << "surrogate";
  EXPECT_EQ(json_string("\xf4\x90\x80\x80"), bad(4)) << "above U+10FFFF";
  EXPECT_EQ(json_string("\xf0\x9f\x98"), bad(3)) << "cut short";
}

TEST(json_string, goes_on_after_a_bad_byte) {
  EXPECT_EQ(json_string("a\xffüb"), std::string("\"a") + replaced + "üb\"");
}

TEST(field_writer, appends_fields_in_order) {
  std::string line;
  events::field_writer write(line);
  write("path", "/a\"b");
  write("line", -7);
  write("markers", std::vector<std::string>{"x", "y"});
  write("pids", std::vector<std::int64_t>{1, 2});
  write("slots", std::vector<events::allocated_slots>{{"gpu", "0", 50}});
  EXPECT_EQ(line, R"(,"path":"/a\"b","line":-7,"markers":["x","y"],)"
                  R"("pids":[1,2],"slots":["gpu:0:50"])");
}

TEST(field_writer, writes_lists_of_no_and_of_empty_texts) {
  using texts = std::vector<std::string>;
  std::string line;
  events::field_writer write(line);
  write("none", texts{});
  write("empty", texts{"", ""});
  write("bracket", texts{"["});
  EXPECT_EQ(line, R"(,"none":[],"empty":["",""],"bracket":["["])");
}

TEST(field_writer, leaves_out_only_what_may_be_left_out) {
  std::string line;
  events::field_writer write(line);
  write("left_out", "", events::presence::unless_empty);
  write("tags", std::vector<std::string>{}, events::presence::unless_empty);
  write("selector", "", events::presence::later);
  EXPECT_EQ(line, R"(,"selector":"")");
}

}  // namespace
}  // namespace parallel_testing
