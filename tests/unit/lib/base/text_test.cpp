// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/error.hpp>
#include <set>
#include <string>

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(hash, differs_for_texts_that_differ_in_one_bit) {
  std::set<std::uint64_t> seen;
  for (char c = 'a'; c <= 'z'; ++c) seen.insert(hash(std::string(1, c)));
  EXPECT_EQ(seen.size(), 26U);
}

TEST(hash, spreads_over_its_low_digits) {
  std::set<std::string> seen;
  for (int at = 0; at < 10000; ++at) {
    seen.insert(hex(hash(std::to_string(at)), 8));
  }
  EXPECT_GE(seen.size(), 9999U);
}

TEST(hex, gives_the_lowest_digits_in_lower_case) {
  EXPECT_EQ(hex(0xABCDEF0123456789ULL, 16), "abcdef0123456789");
  EXPECT_EQ(hex(0xABCDEF0123456789ULL, 4), "6789");
  EXPECT_EQ(hex(0, 8), "00000000");
}

TEST(file_name, C41_replaces_odd_characters) {
  EXPECT_EQ(file_name("Orders.Are/Exported 0\n<int>", 100),
            "Orders.Are_Exported_0__int_");
  EXPECT_EQ(file_name("Über", 100), "__ber");
}

TEST(file_name, C41_is_cut_at_its_limit) {
  EXPECT_EQ(file_name(std::string(200, 'x'), 40), std::string(40, 'x'));
}

TEST(file_name, never_is_hidden_nor_looks_like_an_option) {
  EXPECT_EQ(file_name(".", 10), "_");
  EXPECT_EQ(file_name("..", 10), "_.");
  EXPECT_EQ(file_name("-rf", 10), "_rf");
}

TEST(split, gives_the_pieces_between_separators) {
  EXPECT_THAT(split("a;b;;c", ';'), ElementsAre("a", "b", "", "c"));
  EXPECT_THAT(split("", ';'), IsEmpty());
  EXPECT_THAT(split("a;", ';'), ElementsAre("a"));
}

TEST(whole_number, takes_decimal_digits_only) {
  EXPECT_EQ(whole_number("0", 9), 0U);
  EXPECT_EQ(whole_number("42", 100), 42U);
  for (const char* text : {"", "-1", "+1", " 1", "1 ", "1.0", "0x1", "1e3"}) {
    EXPECT_EQ(whole_number(text, 100), std::nullopt) << "'" << text << "'";
  }
}

TEST(whole_number, is_not_above_the_largest_allowed) {
  EXPECT_EQ(whole_number("65535", 65535), 65535U);
  EXPECT_EQ(whole_number("65536", 65535), std::nullopt);
  EXPECT_EQ(whole_number("99999999999999999999999", UINT64_MAX), std::nullopt);
}

struct glob_case {
  const char* text;
  const char* glob;
  bool matches;
};

class globs : public testing::TestWithParam<glob_case> {};

TEST_P(globs, match_the_whole_text) {
  EXPECT_EQ(matches_glob(GetParam().text, GetParam().glob), GetParam().matches)
      << GetParam().text << " and " << GetParam().glob;
}

INSTANTIATE_TEST_SUITE_P(
    all, globs,
    testing::Values(
        glob_case{"", "", true}, glob_case{"", "*", true},
        glob_case{"", "?", false}, glob_case{"a", "", false},
        glob_case{"Orders.Migrates", "Orders.*", true},
        glob_case{"Orders.Migrates", "Orders", false},
        glob_case{"Orders.Migrates", "*Migrates", true},
        glob_case{"Orders.Migrates", "*.*", true},
        glob_case{"Orders.Migrates", "O?ders.M*es", true},
        glob_case{"Orders.Migrates", "o*", false},
        glob_case{"ababac", "*abac", true}, glob_case{"abab", "*abac", false},
        glob_case{"a[b]", "a[b]", true}, glob_case{"ab", "a[b]", false},
        glob_case{"a", "a**", true}, glob_case{"a*b", "a*b", true},
        glob_case{"a*b", "a\\*b", true}, glob_case{"axb", "a\\*b", false},
        glob_case{"a?b", "a\\?b", true}, glob_case{"axb", "a\\?b", false},
        glob_case{"a\\*", "a\\\\*", true}, glob_case{"a\\b", "a\\b", true},
        glob_case{"a\\", "a\\", true}, glob_case{"a", "a\\*", false},
        glob_case{"xa*b", "*a\\*b", true}, glob_case{"aaa*b", "*a\\*b", true},
        glob_case{"aaab", "*a\\*b", false}));

TEST(globs, of_many_stars_are_answered_at_once) {
  std::string glob;
  for (int at = 0; at < 50; ++at) glob += "*a";
  EXPECT_FALSE(matches_glob(std::string(5000, 'a') + "b", glob));
}

TEST(is_plain_name, knows_its_characters_and_its_limit) {
  EXPECT_TRUE(is_plain_name("aZ09_.-", 100));
  EXPECT_TRUE(is_plain_name(std::string(64, 'x'), 64));
  EXPECT_FALSE(is_plain_name(std::string(65, 'x'), 64));
  for (const char* name : {"", "a b", "a/b", "a;b", "a:b", "ü", "a\n"}) {
    EXPECT_FALSE(is_plain_name(name, 100)) << name;
  }
}

TEST(require_relative, C43_refuses_absolute_and_climbing_names) {
  for (const char* name : {"", "/", "/tmp/x", "..", "../x", "a/..", "a/../b"}) {
    EXPECT_THROW(require_relative(name, "name"), error) << name;
  }
  for (const char* name : {"a", "a/b", "...", "..a", "a..", ".", "./a"}) {
    EXPECT_NO_THROW(require_relative(name, "name")) << name;
  }
}

TEST(require_relative, says_what_was_given_and_what_is_allowed) {
  try {
    require_relative("../x", "temporary name");
    FAIL() << "was accepted";
  } catch (const error& problem) {
    EXPECT_STREQ(problem.what(),
                 "temporary name '../x': must be a relative name without "
                 "'..'; use a name inside the directory");
  }
}

TEST(starts_with, compares_the_beginning) {
  EXPECT_TRUE(starts_with("group:a", "group:"));
  EXPECT_TRUE(starts_with("a", ""));
  EXPECT_FALSE(starts_with("gro", "group:"));
}

TEST(joined, has_separators_between_texts_only) {
  EXPECT_EQ(joined({}, ';'), "");
  EXPECT_EQ(joined({"a"}, ';'), "a");
  EXPECT_EQ(joined({"a", "", "b"}, ';'), "a;;b");
}

}  // namespace
}  // namespace parallel_testing
