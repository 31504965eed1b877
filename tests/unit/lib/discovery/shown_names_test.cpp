// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovery/shown_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace parallel_testing {
namespace {

using testing::ElementsAre;

TEST(stable_text, C81_is_what_a_parameter_is_recognised_by_in_each_build) {
  for (const char* text : {"1",
                           "-2.5",
                           "true",
                           "\"two words\"",
                           "'a' (97, 0x61)",
                           "L'\xE2\x82\xAC' (8364, 0x20AC)",
                           "L'x' (128512, 0x1F600)",
                           "(1, \"x\")",
                           "{ 1, 2 }",
                           "nullptr",
                           "NULL",
                           "fast",
                           "0x1F",
                           "a;b",
                           "\"0x7fff12345678\"",
                           "\"8-byte object <00-11>\"",
                           "[x",
                           "back\\slash\\",
                           "\"a \\\" 0x7fff12345678\"",
                           "gr\xC3\xBC\xC3\x9F"
                           "e \xE2\x82\xAC",
                           "\xF0\x9F\x98\x80",
                           "trailing  ",
                           "5\" disk",
                           "%p",
                           "a-byte object <x>"}) {
    EXPECT_TRUE(is_stable_text(text)) << text;
  }
}

TEST(stable_text, C81_has_neither_addresses_nor_bytes) {
  for (const char* text :
       {"0x55d4a2b3c010", "0x401136", "0x55d4a2b3c010 pointing to \"x\"",
        "(\"name\", 0x7ffe1)", "(ptr = 0x602000000010, value = 3)",
        "{ 1, 0x7F0012345678 }", "8-byte object <11-00 00-00 E0-55 C2-61>",
        "(1, 4-byte object <01-00 00-00>)", "5\" 0x55d4a2b3c010",
        "(12, 0x55d4a2b3c010)", "('a' (97, 0x61), 0x55d4a2b3c010)",
        "1 0x55d4a2b3c010 pointing to 'a' (97, 0x61)",
        "('\"' (34, 0x22), 0x55d4a2b3c010, '\"' (34, 0x22))",
        "he said \"at 0x55d4a2b3c010\"", "(\"0x55d4a2b3c010\", 1)",
        "\"one\" and 0x55d4a2b3c010 \"two\""}) {
    EXPECT_FALSE(is_stable_text(text)) << text;
  }
}

TEST(stable_text, C81_is_printed_on_one_line) {
  for (const char* text :
       {"", " ", "   ", "two\nlines", "tab\there", "\r", "\x1b[31m", "\x7f",
        "\xff", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xE2\x80\xA8", "\xC2\x85",
        "\xF5\x80\x80\x80"}) {
    EXPECT_FALSE(is_stable_text(text)) << text;
  }
}

std::vector<std::string> shown(std::vector<listed_case> cases) {
  make_shown_names_unique(cases);
  std::vector<std::string> names;
  for (const listed_case& each : cases) names.push_back(each.name);
  return names;
}

listed_case listed(const std::string& name, const std::string& framework_name) {
  listed_case result;
  result.name = name;
  result.framework_name = framework_name;
  return result;
}

TEST(shown_names, are_kept_where_they_differ) {
  EXPECT_THAT(shown({listed("T/b", "T/0"), listed("T/a", "T/1")}),
              ElementsAre("T/b", "T/a"));
}

TEST(shown_names, C81_that_are_equal_all_give_way) {
  EXPECT_THAT(
      shown({listed("T/x", "T/0"), listed("T/y", "T/1"), listed("T/x", "T/2")}),
      ElementsAre("T/0", "T/y", "T/2"));
}

TEST(shown_names, C81_give_way_to_what_the_framework_calls_another_case) {
  EXPECT_THAT(shown({listed("T/x", "T/0"), listed("T/x", "T/1"),
                     listed("T/0", "T/2"), listed("T/2", "T/3")}),
              ElementsAre("T/0", "T/1", "T/2", "T/3"));
}

}  // namespace
}  // namespace parallel_testing
