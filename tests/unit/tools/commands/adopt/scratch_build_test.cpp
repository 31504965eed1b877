// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/scratch_build.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace parallel_testing::adopt_command {
namespace {

TEST(scratch_build_test, settings_of_the_user_go_to_another_build_tree) {
  EXPECT_EQ(initial_cache_of("# a comment\n"
                             "//A:BOOL=OFF\n"
                             "A:BOOL=ON\n"
                             "A-ADVANCED:INTERNAL=1\n"
                             "\"B:C\":STRING=x;\"y\"\n"
                             "D:UNINITIALIZED=1\n"
                             "E_BINARY_DIR:STATIC=/b\n"
                             "F:PATH=/b/f\n"
                             "G:FILEPATH=/usr/bin/g\n"
                             "I:STRING=/a;/b\n"
                             "H:INTERNAL=1\n",
                             "/b"),
            "set(\"A\" \"ON\" CACHE BOOL \"\")\n"
            "set(\"B:C\" \"x;\\\"y\\\"\" CACHE STRING \"\")\n"
            "set(\"D\" \"1\" CACHE STRING \"\")\n"
            "set(\"G\" \"/usr/bin/g\" CACHE FILEPATH \"\")\n");
}

TEST(scratch_build_test, tests_may_be_only_below_the_top_of_a_build_tree) {
  const std::filesystem::path build =
      std::filesystem::path(::testing::TempDir()) / "build";
  const auto add_tests_to = [&](const char* directory) {
    std::filesystem::create_directories(build / directory);
    std::ofstream(build / directory / "CTestTestfile.cmake") << "";
  };
  EXPECT_FALSE(has_tests_below_only(build.string()));
  add_tests_to("_deps/other-build");
  EXPECT_FALSE(has_tests_below_only(build.string()));
  add_tests_to("shop/tests");
  EXPECT_TRUE(has_tests_below_only(build.string()));
  add_tests_to(".");
  EXPECT_FALSE(has_tests_below_only(build.string()));
}

TEST(scratch_build_test, only_an_error_of_ninja_itself_is_one_of_its_rules) {
  EXPECT_TRUE(is_refused_by_ninja(
      "ninja: error: build.ninja:165: multiple rules generate liba.a\n"));
  EXPECT_TRUE(is_refused_by_ninja("[1/2] a\nninja: error: '/x', needed by"));
  EXPECT_FALSE(
      is_refused_by_ninja("a.cpp:1: error: b\n"
                          "ninja: build stopped: subcommand failed.\n"));
}

TEST(scratch_build_test, the_first_error_of_a_log_is_shown) {
  EXPECT_EQ(relevant_end("a\nb: error: c\nd\n\n"), "b: error: c\nd");
  EXPECT_EQ(relevant_end("a\nCMake Error at x\nb: error: c\n"),
            "CMake Error at x\nb: error: c");
  EXPECT_EQ(relevant_end(std::string(5000, 'x')).size(), 3000U);
}

}  // namespace
}  // namespace parallel_testing::adopt_command
