// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/look.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/whole_file.hpp"
#include "discovered/frameworks.hpp"

namespace parallel_testing::adopt_command {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(look_test, programs_of_tests_that_were_not_built_are_named) {
  tools::project_facts facts;
  facts.targets = {{"a", "EXECUTABLE", {"/nowhere/a"}},
                   {"b", "EXECUTABLE", {"/nowhere/b"}},
                   {"c", "EXECUTABLE", {"/bin/sh"}},
                   {"d", "STATIC_LIBRARY", {"/nowhere/d"}}};
  EXPECT_THAT(
      unbuilt_programs(facts,
                       {{"add_test", "/s/f", 1, {"NAME", "x", "COMMAND", "a"}},
                        {"add_test", "/s/f", 2, {"c", "c"}},
                        {"add_test", "/s/f", 3, {"d", "d"}},
                        {"target_link_libraries", "/s/f", 3, {"b", "d"}}}),
      ElementsAre("a"));
}

TEST(look_test, options_about_tests_that_are_off_are_named) {
  tools::project_facts facts;
  facts.cache = {{"BUILD_TESTING", "OFF"},
                 {"SHOP_TESTS", "ON"},
                 {"SHOP_DOCS", "OFF"},
                 {"WITH_TESTS", "0"}};
  EXPECT_THAT(test_options_that_are_off(facts),
              ElementsAre("BUILD_TESTING", "WITH_TESTS"));
}

TEST(look_test, programs_of_other_frameworks_are_recognized) {
  EXPECT_EQ(other_framework_in("\177ELF.._ZN5QTest11qExec"), "Qt Test");
  EXPECT_EQ(other_framework_in("\177ELF..hello"), "");
  EXPECT_EQ(other_framework_in("#!/bin/sh\n# _ZN5QTest"), "");
}

TEST(look_test, a_program_of_qt_test_stays_one_test_with_the_reason) {
  const std::string program = ::testing::TempDir() + "shop_test";
  std::ofstream(program) << "\177ELF.._ZN5QTest11qExec..";
  tools::project_facts facts;
  facts.source = "/shop";
  facts.targets = {{"shop_test", "EXECUTABLE", {program}}};
  const std::vector<tools::listed_test> tests{{"shop", {program}, "", 0, {}}};
  const tools::survey found =
      look({facts, {}, tests, [](const std::string&) { return ""; }});
  ASSERT_EQ(found.tests.size(), 1U);
  EXPECT_EQ(found.tests[0].target, "shop_test");
  EXPECT_THAT(found.tests[0].stays,
              ::testing::StartsWith("its program uses Qt Test, whose cases"));
}

TEST(look_test, a_framework_in_a_library_of_the_project_is_the_reason) {
  const std::string folder = ::testing::TempDir();
  const std::string program = folder + "log_test";
  const std::string library = folder + "liblog-2.so.3.8";
  std::ofstream(program) << "\177ELF..liblog-2.so.3..";
  std::ofstream(folder + "other_test") << "\177ELF..libother.so..";
  std::ofstream(library) << "\177ELF.._ZN7testing8internal4..";
  tools::project_facts facts;
  facts.source = "/log";
  facts.targets = {{"log_test", "EXECUTABLE", {program}},
                   {"other_test", "EXECUTABLE", {folder + "other_test"}},
                   {"log", "SHARED_LIBRARY", {library}}};
  ASSERT_NE(tools::framework_in(tools::read_file(library).value_or("")),
            nullptr);
  const tools::survey found =
      look({facts,
            {},
            {{"log", {program}, "", 0, {}},
             {"other", {folder + "other_test"}, "", 0, {}}},
            [](const std::string&) { return ""; }});
  ASSERT_EQ(found.tests.size(), 2U);
  EXPECT_THAT(found.tests[0].stays,
              ::testing::StartsWith("the shared library log of the "
                                    "project, which its program links"));
  EXPECT_EQ(found.tests[1].stays, "");
}

TEST(look_test, programs_that_a_function_registers_have_its_framework) {
  tools::project_facts facts;
  facts.source = "/shop";
  for (const char* name : {"a", "b", "c", "d"}) {
    facts.targets.push_back(
        {name, "EXECUTABLE", {"/nowhere/" + std::string(name)}});
  }
  const tools::survey found =
      look({facts,
            {{"gtest_discover_tests", "/s/f", 1, {"a"}},
             {"catch_discover_tests", "/s/f", 2, {"b"}},
             {"doctest_discover_tests", "/s/f", 3, {"c"}},
             {"gtest_add_tests", "/s/f", 4, {"d"}}},
            {},
            [](const std::string&) { return ""; }});
  std::vector<tools::framework> kinds;
  for (const tools::test_program& each : found.programs) {
    kinds.push_back(each.of);
  }
  EXPECT_THAT(
      kinds,
      ElementsAre(tools::framework::googletest, tools::framework::catch2,
                  tools::framework::doctest, tools::framework::googletest));
}

TEST(look_test, files_of_others_are_closed) {
  const fs::path root = fs::path(::testing::TempDir()) / "shop";
  fs::create_directories(root / "module");
  std::ofstream(root / "CMakeLists.txt") << "project(a)";
  std::ofstream(root / "module/CMakeLists.txt") << "project(b)";
  tools::project_facts facts;
  facts.source = root.string();
  facts.inputs = {{(root / "CMakeLists.txt").string()},
                  {(root / "module/CMakeLists.txt").string()},
                  {"/b/x.cmake", true},
                  {"/usr/y.cmake", false, true}};
  const std::vector<tools::listed_test> tests{
      {"script", {"/bin/sh"}, "", 0, {}}};
  const tools::survey found =
      look({facts, {}, tests, [](const std::string& at) {
              return at == "/module" ? "a module" : "";
            }});
  EXPECT_EQ(found.files.size(), 1U);
  EXPECT_EQ(found.files.count((root / "CMakeLists.txt").string()), 1U);
  EXPECT_EQ(found.closed.at((root / "module/CMakeLists.txt").string()),
            "a module");
  EXPECT_EQ(found.closed.at("/b/x.cmake"), "the file is generated");
  ASSERT_EQ(found.tests.size(), 1U);
  EXPECT_EQ(found.tests[0].target, "");
  EXPECT_THAT(found.programs, IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::adopt_command
