// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Crashes of programs that have no adapter.
#include <gmock/gmock.h>
#include <signal.h>

#include <filesystem>
#include <parallel_testing/gtest.hpp>
#include <string>
#include <utility>

#include "launched.hpp"
#include "stacks/preloading.hpp"
#include "support/sanitized.hpp"

#ifdef STACKS

namespace parallel_testing::launcher {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using unit::child_process;

struct crashes : launched {
  static constexpr const char* program = CRASH_PROBE;

  void SetUp() override {
    if (!stacks::accepts_crash_library(program)) {
      GTEST_SKIP() << "the library is not for programs like these";
    }
    more["PARALLEL_TESTING_STACKS"] = STACKS;
  }

  static auto shows_stack(const std::string& signal) {
    return AllOf(
        HasSubstr("parallel-testing: 'the test' crashed with " + signal),
        ContainsRegex("#[0-9]+ (main|write_to|.*operator.*) at "
                      ".*/crash_probe.cpp:[0-9]+"));
  }
  static auto shows_none() { return Not(HasSubstr("crashed with")); }
};

TEST_F(crashes, C96_of_a_program_without_an_adapter_show_where_it_was) {
  const std::pair<std::string, int> ways[] = {
      {"null", SIGSEGV}, {"thread", SIGSEGV}, {"abort", SIGABRT}};
  for (const auto& [how, signal] : ways) {
    child_process test = start({}, {program, how});
    EXPECT_EQ(test.finish(), -signal) << how;
    EXPECT_THAT(test.errors(),
                shows_stack(signal == SIGABRT ? "SIGABRT" : "SIGSEGV"))
        << how;
  }
}

TEST_F(crashes, C96_of_a_program_that_a_script_starts_show_where_it_was) {
  child_process script =
      start_shell({}, std::string(program) + " null; echo $?; exit 3");
  EXPECT_EQ(script.receive(), "139");
  EXPECT_EQ(script.finish(), 3);
  EXPECT_THAT(script.errors(), shows_stack("SIGSEGV"));
  child_process other = start({}, {"env", "A=1", program, "null"});
  EXPECT_EQ(other.finish(), -SIGSEGV);
  EXPECT_THAT(other.errors(), shows_stack("SIGSEGV"));
}

/// As clang writes them.
TEST_F(crashes, C96_of_a_program_without_a_table_of_addresses_show_the_line) {
  const std::string copy = place.path("crash_probe");
  child_process cut({OBJCOPY, "--remove-section=.debug_aranges", program, copy},
                    {});
  ASSERT_EQ(cut.finish(), 0) << cut.errors();
  child_process test = start({}, {copy, "null"});
  EXPECT_EQ(test.finish(), -SIGSEGV);
  EXPECT_THAT(test.errors(), shows_stack("SIGSEGV"));
}

TEST_F(crashes, C96_that_a_program_expects_are_left_to_it) {
  child_process handled = start({}, {program, "handled"});
  EXPECT_EQ(handled.finish(), 7);
  EXPECT_THAT(handled.errors(), shows_none());
  child_process child = start({}, {program, "child"});
  EXPECT_EQ(child.finish(), 9);
  EXPECT_THAT(child.errors(), shows_none());
}

TEST_F(crashes, C96_are_not_reported_where_stacks_are_off) {
  more["PARALLEL_TESTING_STACKS"] = "off";
  child_process test = start({}, {program, "null"});
  EXPECT_EQ(test.finish(), -SIGSEGV);
  EXPECT_THAT(test.errors(), shows_none());
}

TEST_F(crashes, C96_are_reported_from_a_build_tree_that_is_in_the_private_tmp) {
  const fs::path folder = place.path("launcher");
  fs::create_directory(folder);
  for (const fs::path& file :
       {fs::path(LAUNCHER), fs::path(STACKS),
        fs::path(LAUNCHER).replace_filename(stacks::crash_library)}) {
    fs::copy_file(file, folder / file.filename());
  }
  unit::environment variables = place.under_ctest();
  variables["PARALLEL_TESTING_STACKS"] = folder / fs::path(STACKS).filename();
  child_process test({folder / fs::path(LAUNCHER).filename(), "--name=the test",
                      "--markers=isolate:tmp", "--", program, "null"},
                     variables);
  EXPECT_EQ(test.finish(), -SIGSEGV);
  EXPECT_THAT(test.errors(),
              AllOf(shows_stack("SIGSEGV"), Not(HasSubstr("ld.so"))));
}

TEST_F(crashes, C96_leave_the_environment_of_the_program_as_it_was) {
  child_process usual = start({}, {program, "environment"});
  EXPECT_EQ(usual.receive(), "");
  EXPECT_EQ(usual.finish(), 0);
  if (support::is_sanitized) {
    return;  // The launcher itself would refuse to start.
  }
  more["LD_PRELOAD"] = "libc.so.6";
  child_process own = start({}, {program, "environment"});
  EXPECT_EQ(own.receive(), "LD_PRELOAD=libc.so.6");
  EXPECT_EQ(own.receive(), "");
  EXPECT_EQ(own.finish(), 0);
}

}  // namespace
}  // namespace parallel_testing::launcher

#endif
