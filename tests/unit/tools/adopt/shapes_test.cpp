// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/shapes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

using ::testing::ElementsAre;

const source_call& call_named(const cmake_source& source,
                              std::string_view name) {
  for (const source_call& each : source.calls) {
    if (each.name == name) {
      return each;
    }
  }
  throw std::logic_error("no call of " + std::string(name));
}

TEST(shapes_test, the_old_call_stays_for_a_build_without_the_package) {
  const cmake_source source = read_cmake_source(
      "if(A)\n    gtest_discover_tests(a\n        TEST_PREFIX b) # why\n"
      "endif()\n");
  const source_call& call = call_named(source, "gtest_discover_tests");
  const text_edit edit =
      guarded(source, call, {renamed(source, call, "parallel_discover_tests")});
  EXPECT_EQ(edited(source.text, {edit}),
            "if(A)\n"
            "    if(COMMAND parallel_discover_tests)\n"
            "        parallel_discover_tests(a\n"
            "            TEST_PREFIX b)\n"
            "    else()\n"
            "        gtest_discover_tests(a\n"
            "            TEST_PREFIX b) # why\n"
            "    endif()\n"
            "endif()\n");
}

TEST(shapes_test, lines_of_an_argument_are_not_indented) {
  const cmake_source source = read_cmake_source("f([[a\nb]]\n  c)\n");
  const source_call& call = call_named(source, "f");
  EXPECT_EQ(edited(source.text, {left_to_others(source, call)}),
            "if(NOT COMMAND parallel_discover_tests)\n  f([[a\nb]]\n  c)\n"
            "endif()\n");
}

TEST(shapes_test, line_ends_stay_those_of_the_file) {
  const cmake_source source =
      read_cmake_source("project(a)\r\nadd_test(b c)\r\n");
  const source_call& call = call_named(source, "add_test");
  const text_edit edit = guarded(source, call, {placed(source, call, "x(\n)")});
  EXPECT_EQ(edited(source.text, {*package_block(source, {}), edit}),
            "project(a)\r\n\r\n"
            "# With ParallelTesting, `ctest -j` can run the tests in parallel. "
            "Without it,\r\n# they are registered as before.\r\n"
            "if(NOT CMAKE_VERSION VERSION_LESS 3.25)\r\n"
            "  find_package(ParallelTesting QUIET)\r\nendif()\r\n"
            "if(COMMAND parallel_discover_tests)\r\n  x(\r\n  )\r\nelse()\r\n"
            "  add_test(b c)\r\nendif()\r\n");
}

TEST(shapes_test, only_a_call_without_other_code_on_its_lines_is_alone) {
  const auto is_alone_in = [](const char* text) {
    const cmake_source source = read_cmake_source(text);
    return is_alone(source, call_named(source, "f"));
  };
  EXPECT_TRUE(is_alone_in("  f(a\nb)  # c\n"));
  EXPECT_TRUE(is_alone_in("f()"));
  EXPECT_FALSE(is_alone_in("g() f()\n"));
  EXPECT_FALSE(is_alone_in("f() g()\n"));
  EXPECT_FALSE(is_alone_in("f() #[[ a ]] g()\n"));
}

TEST(shapes_test, an_adapter_replaces_all_libraries_of_the_framework) {
  const cmake_source source = read_cmake_source(
      "target_link_libraries(gtest PRIVATE a gmock_main\n  gtest  # b\n  c)");
  EXPECT_EQ(relinked(source, source.calls[0]),
            "target_link_libraries(gtest PRIVATE a "
            "ParallelTesting::gmock_main  # b\n    c)");
}

TEST(shapes_test, a_library_in_a_variable_is_not_replaced) {
  const cmake_source source =
      read_cmake_source("target_link_libraries(a ${GTEST_LIBRARIES} b)");
  EXPECT_FALSE(relinked(source, source.calls[0]));
}

TEST(shapes_test, add_test_has_two_forms) {
  const cmake_source source = read_cmake_source(
      "add_test(a b c \"d e\")\n"
      "add_test(NAME a WORKING_DIRECTORY w COMMAND b c CONFIGURATIONS d e)");
  const added_command plain = *parts_of_add_test(source.calls[0]);
  EXPECT_EQ(plain.name, "a");
  EXPECT_EQ(plain.program, "b");
  EXPECT_THAT(plain.arguments, ElementsAre("c", "\"d e\""));
  const added_command named = *parts_of_add_test(source.calls[1]);
  EXPECT_EQ(named.name, "a");
  EXPECT_EQ(named.program, "b");
  EXPECT_EQ(named.working_directory, "w");
  EXPECT_TRUE(named.has_configurations);
  EXPECT_THAT(named.arguments, ElementsAre("c"));
}

TEST(shapes_test, add_test_with_its_parts_in_a_variable_has_none) {
  const cmake_source source =
      read_cmake_source("add_test(${all})\nadd_test(NAME a ${all})");
  EXPECT_FALSE(parts_of_add_test(source.calls[0]));
  EXPECT_FALSE(parts_of_add_test(source.calls[1]));
}

TEST(shapes_test, a_long_call_has_a_line_for_each_keyword) {
  discover_call call;
  call.target = "shop_test";
  call.extra_arguments = {"--data", "\"${CMAKE_CURRENT_SOURCE_DIR}/data\""};
  call.working_directory = "\"${PROJECT_SOURCE_DIR}\"";
  call.prefix = prefix_of("\"a b\"");
  call.properties = {"TIMEOUT 30", "LABELS \"a;b\""};
  EXPECT_EQ(text_of(call),
            "parallel_discover_tests(\n"
            "  shop_test\n"
            "  EXTRA_ARGS --data \"${CMAKE_CURRENT_SOURCE_DIR}/data\"\n"
            "  WORKING_DIRECTORY \"${PROJECT_SOURCE_DIR}\"\n"
            "  TEST_PREFIX \"a b.\"\n"
            "  PROPERTIES TIMEOUT 30 LABELS \"a;b\"\n"
            ")");
}

TEST(shapes_test, the_package_comes_after_the_project_and_its_languages) {
  const cmake_source source = read_cmake_source(
      "project(a C)\nif(B)\nenable_language(CXX)\nendif()\n"
      "enable_language(CXX) # c\nadd_subdirectory(d)\n");
  const auto block = package_block(source, {});
  ASSERT_TRUE(block);
  EXPECT_EQ(source.text.substr(0, block->begin).rfind("enable_language"),
            source.text.rfind("enable_language"));
  EXPECT_TRUE(source.text.substr(block->end).starts_with("\nadd_sub"));
  EXPECT_FALSE(
      package_block(read_cmake_source("if(A)\nproject(a)\nendif()"), {}));
}

TEST(shapes_test, the_package_follows_branches_all_of_which_call_project) {
  const auto text_before = [](const std::string& text) {
    const cmake_source source = read_cmake_source(text);
    const auto block = package_block(source, {});
    return block ? source.text.substr(0, block->begin) : "none";
  };
  const std::string branches =
      "if(A)\nif(B)\nendif()\nproject(a)\nelse()\nproject(a CXX)\nendif()";
  EXPECT_EQ(text_before("f()\n" + branches + "\ng()\n"), "f()\n" + branches);
  EXPECT_EQ(text_before("if(A)\nproject(a)\nelse()\nendif()\n"), "none");
  EXPECT_EQ(text_before("if(A)\nproject(a)\nelseif(B)\nproject(b)\nendif()\n"),
            "none");
  EXPECT_EQ(text_before("if(A)\nif(B)\nproject(a)\nendif()\nelse()\n"
                        "project(b)\nendif()\n"),
            "none");
}

TEST(shapes_test, the_package_may_be_fetched) {
  const cmake_source source = read_cmake_source("project(a)");
  EXPECT_EQ(edited(source.text,
                   {*package_block(source, {"https://example.org/pt", "v1"})}),
            "project(a)\n\n"
            "# With ParallelTesting, `ctest -j` can run the tests in parallel. "
            "Without it,\n# they are registered as before.\n"
            "if(NOT CMAKE_VERSION VERSION_LESS 3.25)\n"
            "  include(FetchContent)\n"
            "  FetchContent_Declare(\n"
            "    ParallelTesting\n"
            "    GIT_REPOSITORY \"https://example.org/pt\"\n"
            "    GIT_TAG v1\n"
            "    FIND_PACKAGE_ARGS\n"
            "  )\n"
            "  FetchContent_MakeAvailable(ParallelTesting)\n"
            "endif()");
}

TEST(shapes_test, suggestions_are_included_at_the_end) {
  const cmake_source source = read_cmake_source("project(a)");
  EXPECT_EQ(edited(source.text, {suggestions_block(source, "b.cmake")}),
            "project(a)\n\nif(COMMAND parallel_discover_tests)\n"
            "  include(b.cmake)\nendif()\n");
}

}  // namespace
}  // namespace parallel_testing::tools
