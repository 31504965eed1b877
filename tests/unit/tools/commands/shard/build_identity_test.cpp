// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/shard/build_identity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace parallel_testing::shard_command {
namespace {

tools::listed_test identified_test(const std::string& name,
                                   std::vector<std::string> command) {
  tools::listed_test test;
  test.name = name;
  test.command = std::move(command);
  return test;
}

/// The tests of a project whose build directory is `top`/build.
std::vector<tools::listed_test> identified_tests(const std::string& top) {
  tools::listed_test check =
      identified_test("check", {"python3", top + "/source/check.py"});
  check.properties["WORKING_DIRECTORY"] = {top + "/build"};
  return {identified_test("unit", {top + "/build/unit_test", "--case=A",
                                   "-D=" + top + "/build"}),
          check};
}

std::string identity_below(const std::string& top,
                           const std::vector<tools::listed_test>& tests,
                           const std::string& id = "1") {
  return build_identity(
      tests, {{top + "/build"}, {top + "/source"}},
      [&](const std::string& path) {
        return path.ends_with("unit_test") ? id : "#!" + top + "/build/sh";
      });
}

TEST(build_identity, C85_is_that_of_a_copy_in_another_directory) {
  EXPECT_EQ(identity_below("/home/one", identified_tests("/home/one")),
            identity_below("/tmp/two/x", identified_tests("/tmp/two/x")));
}

TEST(build_identity, C85_does_not_depend_on_the_order_of_the_tests) {
  auto tests = identified_tests("/a");
  const std::string before = identity_below("/a", tests);
  std::swap(tests[0], tests[1]);
  EXPECT_EQ(identity_below("/a", tests), before);
}

TEST(build_identity, C85_differs_with_a_name_a_command_or_a_program) {
  const auto tests = identified_tests("/a");
  const std::string before = identity_below("/a", tests);
  auto other = tests;
  other[0].name = "unit2";
  EXPECT_NE(identity_below("/a", other), before);
  other = tests;
  other[0].command[1] = "--case=B";
  EXPECT_NE(identity_below("/a", other), before);
  EXPECT_NE(identity_below("/a", tests, "2"), before);
  other = tests;
  other.pop_back();
  EXPECT_NE(identity_below("/a", other), before);
}

TEST(build_identity, C85_differs_with_a_property_that_decides_a_result) {
  auto tests = identified_tests("/a");
  const std::string before = identity_below("/a", tests);
  tests[0].properties["WILL_FAIL"] = {"true"};
  EXPECT_NE(identity_below("/a", tests), before);
}

TEST(build_identity, C85_is_the_same_on_another_machine_and_after_a_run) {
  auto tests = identified_tests("/a");
  const std::string before = identity_below("/a", tests);
  tests[0].properties["COST"] = {"7"};
  tests[0].properties["PROCESSORS"] = {"2"};
  tests[1].properties["TIMEOUT"] = {"30"};
  EXPECT_EQ(identity_below("/a", tests), before);
}

TEST(build_identity, C85_a_directory_whose_name_begins_alike_is_another) {
  const auto identity = [](const std::string& program) {
    return build_identity({identified_test("t", {program})},
                          {{"/a/build"}, {"/a"}},
                          [](const std::string& /*path*/) { return ""; });
  };
  EXPECT_NE(identity("/a/build-2/t"), identity("/a/build/t"));
}

TEST(build_identity, C85_knows_the_directories_of_a_build_and_an_archive) {
  const std::string top = std::filesystem::canonical(testing::TempDir()) / "a";
  std::filesystem::create_directories(top + "/tree/build");
  std::filesystem::create_directories(top + "/tool/bin");
  std::ofstream(top + "/tree/build/CMakeCache.txt")
      << "CMAKE_HOME_DIRECTORY:INTERNAL=/home/me/project\n"
      << "CMAKE_CACHEFILE_DIR:INTERNAL=/home/me/build\n";
  std::ofstream(top + "/tree/build/CTestTestfile.cmake") << "";
  EXPECT_THAT(directories_of(top + "/tree/build").build,
              testing::ElementsAre(top + "/tree/build", "/home/me/build"));
  EXPECT_THAT(directories_of(top + "/tree/build").source,
              testing::ElementsAre("/home/me/project"));
  std::ofstream(top + "/tool/bin/parallel-testing") << "";
  EXPECT_THAT(directories_of(top + "/tree/build").source,
              testing::ElementsAre("/home/me/project", top));
}

}  // namespace
}  // namespace parallel_testing::shard_command
