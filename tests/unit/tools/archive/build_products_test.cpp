// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/build_products.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace parallel_testing::tools {
namespace {

using testing::UnorderedElementsAre;

TEST(build_products, objects_and_files_of_the_generator_are_not_archived) {
  for (const char* name :
       {"a.o", "liba.a", "build.ninja", "Makefile", "cmake_install.cmake"}) {
    EXPECT_TRUE(is_build_product(name)) << name;
  }
  for (const char* name : {"prices.csv", "a.sh", "liba.so", "my_tests.cmake"}) {
    EXPECT_FALSE(is_build_product(name)) << name;
  }
}

TEST(build_products, source_files_are_recognised) {
  EXPECT_TRUE(is_source_name("/s/a_test.cpp"));
  EXPECT_TRUE(is_source_name("/s/a.hpp"));
  EXPECT_FALSE(is_source_name("/s/data"));
  EXPECT_FALSE(is_source_name("/s/a.json"));
}

TEST(build_products,
     scripts_name_programs_anywhere_but_programs_as_whole_texts) {
  EXPECT_THAT(names_in("exec ./helper --x \"$(tool2)\"", false),
              UnorderedElementsAre("exec", "helper", "--x", "tool2"));
  const std::string zero(1, '\0');
  EXPECT_THAT(
      names_in("the helper ran" + zero + "helper" + zero + "../bin/gen" + zero,
               true),
      UnorderedElementsAre("helper", "gen"));
}

}  // namespace
}  // namespace parallel_testing::tools
