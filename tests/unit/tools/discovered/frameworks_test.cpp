// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovered/frameworks.hpp"

#include <gtest/gtest.h>

#include "base/whole_file.hpp"

namespace parallel_testing::tools {
namespace {

std::string_view name_in(std::string_view program) {
  const framework_row* const row = framework_in(program);
  return row == nullptr ? "" : row->name;
}

TEST(framework_in_a_program, is_found_by_its_texts_and_functions) {
  EXPECT_EQ(name_in("\177ELF..This program contains tests written using"),
            "googletest");
  EXPECT_EQ(name_in("\177ELF.._ZN7testing8internal4"), "googletest");
  EXPECT_EQ(name_in("\177ELF..list all/matching tags"), "catch2");
  EXPECT_EQ(name_in("\177ELF.._ZN5Catch7Session3run"), "catch2");
  EXPECT_EQ(name_in("\177ELF.._ZN7doctest7Context"), "doctest");
  EXPECT_EQ(name_in("\177ELF..libboost_unit_test_framework.so.1"),
            "boost_test");
  EXPECT_EQ(name_in("\177ELF.._ZN5boost9unit_test9framework"), "boost_test");
  EXPECT_EQ(name_in("\177ELF..hello"), "");
  EXPECT_EQ(name_in("#!/bin/sh\nexec x dt-list-test-cases"), "");
}

TEST(framework_in_a_program, is_not_one_whose_option_it_also_has) {
  // doctest runs all cases if it is asked for them with an option of Catch2.
  EXPECT_EQ(name_in("\177ELF..--list-reporters..dt-list-test-cases"),
            "doctest");
}

TEST(framework_in_a_program, is_not_found_because_it_contains_our_library) {
  const auto text = read_file(TESTED_PROGRAM_WITH_RUNTIME);
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(name_in(*text), "");
}

TEST(facts_of_frameworks, are_in_the_order_of_the_table) {
  ASSERT_EQ(all_framework_facts().size(), std::size(framework_table));
  for (const framework_row& row : framework_table) {
    EXPECT_EQ(facts_of(row.kind).kind, row.kind);
  }
  EXPECT_EQ(titles_of_frameworks(" or "),
            "GoogleTest, Catch2, doctest or Boost.Test");
}

}  // namespace
}  // namespace parallel_testing::tools
