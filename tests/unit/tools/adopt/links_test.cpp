// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/links.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/adopt/forged_project.hpp"

namespace parallel_testing::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// A test program `a` that its project registers with gtest_discover_tests().
class links_test : public ::testing::Test {
 protected:
  forged_project with(const std::string& text,
                      framework which = framework::googletest) {
    forged_project project(text + "gtest_discover_tests(a)\n");
    project.add_program("a", which);
    project.execute("gtest_discover_tests", {"a"});
    return project;
  }
};

TEST_F(links_test, a_framework_in_a_variable_gets_an_adapter_beside_it) {
  forged_project project = with("target_link_libraries(a PRIVATE ${libs})\n");
  project.execute("target_link_libraries", {"a", "PRIVATE", "x;gtest_main"});
  EXPECT_THAT(
      project.changed(),
      HasSubstr("if(COMMAND parallel_discover_tests)\n"
                "  target_link_libraries(a PRIVATE ParallelTesting::gtest)\n"
                "  parallel_discover_tests(a)\n"));
  EXPECT_THAT(project.plan().adapters, ElementsAre("a"));
}

TEST_F(links_test, a_framework_behind_a_library_gets_an_adapter_beside_it) {
  forged_project project = with(
      "target_link_libraries(a helper)\n"
      "target_link_libraries(helper PUBLIC gmock)\n");
  project.execute("target_link_libraries", {"a", "helper"});
  project.execute("target_link_libraries", {"helper", "PUBLIC", "gmock"}, 2);
  EXPECT_THAT(project.changed(),
              HasSubstr("  target_link_libraries(a ParallelTesting::gtest)\n"));
}

TEST_F(links_test, a_line_that_also_links_another_program_has_a_condition) {
  forged_project project = with(
      "foreach(t a b)\n  target_link_libraries(${t} gtest)\n"
      "endforeach()\n");
  project.execute("target_link_libraries", {"a", "gtest"});
  project.execute("target_link_libraries", {"b", "gtest"});
  EXPECT_THAT(project.changed(),
              HasSubstr("AND NOT \"${t}\" MATCHES \"^(b)$\")\n    "
                        "target_link_libraries(${t} ParallelTesting::gtest)"));
}

TEST_F(links_test, a_line_that_links_too_many_other_programs_stays) {
  forged_project project = with(
      "foreach(t a b)\n  target_link_libraries(${t} gtest)\n"
      "endforeach()\n");
  project.execute("target_link_libraries", {"a", "gtest"});
  for (int number = 0; number < 9; ++number) {
    project.execute("target_link_libraries",
                    {"b" + std::to_string(number), "gtest"});
  }
  EXPECT_THAT(project.changed(),
              HasSubstr("  target_link_libraries(${t} gtest)\nendforeach()"));
  EXPECT_THAT(project.changed(),
              HasSubstr("  target_link_libraries(a ParallelTesting::gtest)\n"));
}

TEST_F(links_test, an_own_copy_of_googletest_stays_the_only_one) {
  forged_project project = with("target_link_libraries(a shop_gtest)\n");
  project.execute("target_link_libraries", {"a", "shop_gtest"});
  EXPECT_THAT(project.changed(), Not(HasSubstr("ParallelTesting::")));
  EXPECT_THAT(project.plan().adapters, IsEmpty());
}

TEST_F(links_test, the_headers_of_catch2_need_no_target) {
  forged_project project = with("", framework::catch2);
  EXPECT_THAT(
      project.changed(),
      HasSubstr("  target_link_libraries(a ParallelTesting::catch2)\n"));
}

TEST_F(links_test, a_program_of_an_older_standard_gets_no_adapter) {
  forged_project project = with("target_link_libraries(a gtest_main)\n");
  project.execute("target_link_libraries", {"a", "gtest_main"});
  project.of.programs[0].standard = "14";
  EXPECT_THAT(project.changed(), Not(HasSubstr("ParallelTesting::")));
  EXPECT_THAT(project.plan().steps.back().reason,
              HasSubstr("a is compiled as C++14, and the library of "
                        "ParallelTesting requires C++17"));
  project.of.programs[0].standard = "17";
  EXPECT_THAT(project.changed(), HasSubstr("ParallelTesting::gtest_main"));
}

TEST_F(links_test, a_program_of_another_directory_gets_no_adapter_beside_it) {
  forged_project project = with("target_link_libraries(a ${libs})\n");
  project.execute("target_link_libraries", {"a", "gtest_main"});
  project.of.programs[0].directory = "/shop/sub";
  EXPECT_THAT(project.plan().adapters, IsEmpty());
}

TEST_F(links_test, an_adapter_that_does_not_build_is_taken_back) {
  forged_project project = with("target_link_libraries(a gtest_main)\n");
  project.execute("target_link_libraries", {"a", "gtest_main"});
  project.without.adapters["a"] = "it does not build";
  EXPECT_THAT(project.changed(), HasSubstr("parallel_discover_tests(a)"));
  EXPECT_THAT(project.changed(), Not(HasSubstr("ParallelTesting::")));
}

}  // namespace
}  // namespace parallel_testing::tools
