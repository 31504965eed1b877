// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/entry_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace parallel_testing::tools {
namespace {

using testing::HasSubstr;

std::string refusal_of(const archive_entry_facts& entry) {
  return entry_rules(9, 1000).refusal(entry);
}

TEST(entry_rules, files_directories_and_links_inside_are_accepted) {
  entry_rules rules(4, 10);
  EXPECT_EQ(rules.refusal({"a", entry_kind::directory, 0, "", 0755}), "");
  EXPECT_EQ(rules.refusal({"a/b", entry_kind::file, 10, "", 0755}), "");
  EXPECT_EQ(rules.refusal({"a/c", entry_kind::link, 0, "b"}), "");
  EXPECT_EQ(rules.refusal({"a/d/e", entry_kind::link, 0, "../../x"}), "");
}

TEST(entry_rules, C103_paths_that_leave_the_directory_are_refused) {
  EXPECT_THAT(refusal_of({"../x"}), HasSubstr(".."));
  EXPECT_THAT(refusal_of({"a/../../x"}), HasSubstr(".."));
  EXPECT_THAT(refusal_of({"a/.."}), HasSubstr(".."));
  EXPECT_THAT(refusal_of({"/etc/passwd"}), HasSubstr("absolute"));
  EXPECT_THAT(refusal_of({""}), HasSubstr("no name"));
  EXPECT_THAT(refusal_of({"a//b"}), HasSubstr("empty component"));
  EXPECT_THAT(refusal_of({"./a"}), HasSubstr("empty component"));
}

TEST(entry_rules, C103_links_that_leave_the_directory_are_refused) {
  for (const char* target : {"/etc", "..", "../x", "a/../../x", ""}) {
    EXPECT_THAT(refusal_of({"link", entry_kind::link, 0, target}),
                HasSubstr("outside"))
        << target;
  }
  EXPECT_THAT(refusal_of({"d/link", entry_kind::link, 0, "../../x"}),
              HasSubstr("outside"));
}

TEST(entry_rules, C103_devices_hard_links_and_set_user_bits_are_refused) {
  EXPECT_THAT(refusal_of({"d", entry_kind::other}), HasSubstr("neither"));
  EXPECT_THAT(refusal_of({"h", entry_kind::hard_link}), HasSubstr("hard link"));
  EXPECT_THAT(refusal_of({"s", entry_kind::file, 1, "", 04755}),
              HasSubstr("sets the user"));
}

TEST(entry_rules, C103_nothing_is_written_through_a_link_or_twice) {
  entry_rules rules(9, 100);
  ASSERT_EQ(rules.refusal({"l", entry_kind::link, 0, "d"}), "");
  EXPECT_THAT(rules.refusal({"l/x"}), HasSubstr("not a directory"));
  EXPECT_THAT(rules.refusal({"l"}), HasSubstr("twice"));
  ASSERT_EQ(rules.refusal({"d/f"}), "");
  EXPECT_THAT(rules.refusal({"d", entry_kind::link, 0, "e"}),
              HasSubstr("twice"));
}

TEST(entry_rules, C103_archives_larger_than_they_state_are_refused) {
  entry_rules rules(2, 10);
  ASSERT_EQ(rules.refusal({"a", entry_kind::file, 6}), "");
  EXPECT_THAT(rules.refusal({"b", entry_kind::file, 5}), HasSubstr("larger"));
  EXPECT_THAT(rules.refusal({"b", entry_kind::file, -1}), HasSubstr("larger"));
  ASSERT_EQ(rules.refusal({"c", entry_kind::file, 4}), "");
  EXPECT_THAT(rules.refusal({"d", entry_kind::file, 0}),
              HasSubstr("more than"));
}

}  // namespace
}  // namespace parallel_testing::tools
