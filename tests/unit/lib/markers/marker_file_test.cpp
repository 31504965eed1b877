// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "markers/marker_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/error.hpp>

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string with_header(const std::string& lines) {
  return "parallel_testing_markers 1\n" + lines;
}

marker_file read(const std::string& text) {
  return marker_file(text, "/b/t.markers");
}

std::string error_of(const std::string& text) {
  try {
    read(text);
  } catch (const error& problem) {
    return problem.what();
  }
  return "no error";
}

TEST(marker_file, adds_what_another_one_says) {
  marker_file file = read(with_header("A.x\tslow\n"));
  file.add(read(with_header("A.*\tlock:a;unit\tsuite-1\n")));
  EXPECT_THAT(canonical_texts(file.markers_of("A.x")),
              ElementsAre("slow", "lock:a", "unit"));
}

TEST(marker_file, C83_globs_may_hold_what_separates_fields_and_lines) {
  const marker_file file = read(with_header("a;[ \\t\\n\\r\\\\\tslow\n"));
  EXPECT_THAT(canonical_texts(file.markers_of("a;[ \t\n\r\\")),
              ElementsAre("slow"));
}

TEST(marker_file, gives_the_markers_of_all_globs_that_match) {
  const marker_file file = read(
      with_header("Orders.*\tdatabase:orders;slow\n*.Migrates\tport:8080\n"));
  EXPECT_THAT(canonical_texts(file.markers_of("Orders.Migrates")),
              ElementsAre("database:orders", "slow", "port:8080"));
  EXPECT_THAT(canonical_texts(file.markers_of("Billing.Migrates")),
              ElementsAre("port:8080"));
  EXPECT_THAT(file.markers_of("Billing.Sums"), IsEmpty());
}

TEST(marker_file, C83_says_whether_tags_are_markers) {
  EXPECT_TRUE(marker_file().tags_are_markers());
  EXPECT_TRUE(read(with_header("*\tslow\n")).tags_are_markers());
  marker_file file = read(with_header("tags_are_not_markers\n*\tslow\n"));
  EXPECT_FALSE(file.tags_are_markers());
  EXPECT_THAT(canonical_texts(file.markers_of("A.B")), ElementsAre("slow"));
  marker_file other = read(with_header(""));
  other.add(file);
  EXPECT_FALSE(other.tags_are_markers());
  file.add(marker_file());
  EXPECT_FALSE(file.tags_are_markers());
}

TEST(marker_file, may_hold_no_rule) {
  EXPECT_THAT(read(with_header("")).markers_of("A.B"), IsEmpty());
  EXPECT_THAT(marker_file().markers_of("A.B"), IsEmpty());
}

TEST(marker_file, may_end_without_a_line_break_and_have_empty_lines) {
  EXPECT_THAT(canonical_texts(
                  read(with_header("\n*\tslow\n\n*\tunit")).markers_of("A.B")),
              ElementsAre("slow", "unit"));
}

TEST(marker_file, C74_of_another_version_is_an_error_with_place_and_remedy) {
  EXPECT_EQ(error_of("parallel_testing_markers 2\n*\tslow\n"),
            "/b/t.markers:1: not a marker line of this version: "
            "'parallel_testing_markers 2'; build the target again");
}

TEST(marker_file, C74_with_a_line_that_is_none_is_an_error) {
  EXPECT_EQ(error_of(with_header("*\tslow\nno tab\n")),
            "/b/t.markers:3: not a marker line of this version: 'no tab'; "
            "build the target again");
}

TEST(marker_file, C74_that_was_cut_short_is_an_error) {
  EXPECT_NE(error_of(""), "no error") << "nothing would be locked, in silence";
  EXPECT_NE(error_of("parallel_testing_mark"), "no error");
  EXPECT_NE(error_of(with_header("Orders.*")), "no error");
}

TEST(marker_file, C74_of_garbage_is_an_error_not_a_crash) {
  for (const std::string& text :
       {std::string("\0\0\0", 3), std::string(100000, '\n'),
        std::string(100000, ';'), std::string("\xff\xfe\n\t\n"),
        std::string("\t"), with_header(std::string("\0", 1))}) {
    EXPECT_NE(error_of(text), "no error");
  }
}

TEST(marker_file, is_quick_for_many_rules) {
  std::string lines;
  for (int at = 0; at < 20000; ++at) {
    lines += "Suite.Case" + std::to_string(at) + "\tslow\n";
  }
  EXPECT_THAT(
      canonical_texts(read(with_header(lines)).markers_of("Suite.Case19999")),
      ElementsAre("slow"));
}

}  // namespace
}  // namespace parallel_testing
