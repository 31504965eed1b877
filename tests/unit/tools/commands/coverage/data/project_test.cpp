// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/data/project.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <parallel_testing/environment.hpp>

#include "cli/command.hpp"
#include "commands/coverage/data/tools.hpp"

namespace parallel_testing::coverage_command {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

std::string failure_of(const std::function<void()>& act, int exit_code) {
  try {
    act();
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), exit_code);
    return problem.what();
  }
  return "";
}

class coverage_project : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const {
    const fs::path folder = fs::path(build) / "parallel_testing/coverage";
    fs::create_directories(folder);
    std::ofstream(folder / name) << text;
  }

  [[nodiscard]] std::string failure(const std::string& name,
                                    int exit_code) const {
    return failure_of([&] { (void)load_project(build, name, ""); }, exit_code);
  }

  std::string build =
      (fs::path(testing::TempDir()) / "build tree" /
       testing::UnitTest::GetInstance()->current_test_info()->name())
          .string();
};

TEST_F(coverage_project, what_cmake_wrote_is_read) {
  write("all.txt",
        "version\t1\ncompiler\tClang\ncompiler_version\t14.0.6\nroot\t/p q\n"
        "branch\t1\nexclude\t*.pb.cc\nfail_under\t90\nfail_under\tlib=95.5\n"
        "formats\tterm\nformats\tjson\nobject\t/b/a.o\nobject\t\n"
        "object\t/b/c.o\nnew in a later version\tx\n");
  const project read = load_project(build, "", "");
  EXPECT_EQ(read.made_by, compiler::clang);
  EXPECT_EQ(read.reported.root, "/p q");
  EXPECT_TRUE(read.with_branches);
  EXPECT_FALSE(read.per_test);
  EXPECT_THAT(read.objects, ElementsAre("/b/a.o", "/b/c.o"));
  EXPECT_THAT(read.formats, ElementsAre("json", "term"));
  EXPECT_EQ(read.limits.at(1).directory, "lib");
  EXPECT_EQ(read.limits.at(1).percent, 95.5);
}

TEST_F(coverage_project, objects_of_other_languages_are_left_out) {
  const std::string d = "/b/CMakeFiles/t.dir/";
  std::string text =
      "object\t/b/any.f90.o\ntarget\tt\nforeign\ts\nforeign\tm\n";
  for (const char* object : {"a.cpp.o", "b.s.o", "c.inc.o", "d.m.o", "e.o",
                             "cmake_pch.hxx.pch", "cmake_pch.hxx.gch"}) {
    text += "object\t" + d + object + "\n";
  }
  write("all.txt", text + "target\tother\nobject\t/b/o.m.o\n");
  const project read = load_project(build, "", "");
  EXPECT_THAT(read.targets.at(0).objects,
              ElementsAre(d + "a.cpp.o", d + "c.inc.o", d + "e.o"));
  EXPECT_THAT(read.targets.at(1).objects, ElementsAre("/b/o.m.o"));
  EXPECT_THAT(read.objects, ElementsAre("/b/any.f90.o", d + "a.cpp.o",
                                        d + "c.inc.o", d + "e.o", "/b/o.m.o"));
}

TEST(coverage_objects, are_named_after_the_file_they_are_made_of) {
  const measured_target target{
      "t",
      "/p/sub",
      {"/p/common.cpp", "/p/sub/x.dir/a.cpp", "/b/gen/a.cpp", "/b/table.cpp"},
      {},
      {}};
  const auto file_of = [&](const std::string& name) {
    return source_of("/b/sub/CMakeFiles/t.dir/" + name, target);
  };
  EXPECT_EQ(file_of("x.dir/a.cpp.o"), "/p/sub/x.dir/a.cpp");
  EXPECT_EQ(file_of("./x.dir/a.cpp.o"), "/p/sub/x.dir/a.cpp");
  EXPECT_EQ(file_of("Debug/x.dir/a.cpp.o"), "/p/sub/x.dir/a.cpp");
  EXPECT_EQ(file_of("gen/a.cpp.o"), "/b/gen/a.cpp");
  EXPECT_EQ(file_of("__/common.cpp.o"), "/p/common.cpp");
  EXPECT_EQ(file_of("table.cpp.o"), "/b/table.cpp");
  EXPECT_EQ(file_of("Unity/unity_0_cxx.cxx.o"), "Unity/unity_0_cxx.cxx");
}

TEST_F(coverage_project, wrong_names_get_a_message_with_the_right_ones) {
  EXPECT_THAT(
      failure("", cli::exit_environment),
      HasSubstr("call parallel_add_coverage(NAME coverage TARGETS ...)"));
  write("all.txt", "object\ta.o\n");
  write("library.txt", "object\ta.o\n");
  EXPECT_EQ(
      failure("", cli::exit_usage),
      "there is more than one parallel_add_coverage(); pass --name with one "
      "of: all, library");
  EXPECT_EQ(failure("libary", cli::exit_usage),
            "there is no parallel_add_coverage(NAME libary), did you mean "
            "'library'?");
  write("library.txt", "version\t2\nobject\ta.o\n");
  EXPECT_THAT(failure("library", cli::exit_environment),
              HasSubstr("configure it again"));
}

TEST_F(coverage_project, wrong_values_get_a_message_with_the_right_ones) {
  for (const char* wrong : {"", "ninety", "101", "-1", "lib=", "lib=x"}) {
    EXPECT_THAT(failure_of([&] { (void)parse_limit(wrong); }, cli::exit_usage),
                HasSubstr("a number from 0 to 100"))
        << wrong;
  }
  project any;
  EXPECT_EQ(
      failure_of([&] { add_format(any, "pdf"); }, cli::exit_usage),
      "unknown report 'pdf'; the reports are: term, html, xml, json, lcov");
}

TEST_F(coverage_project, missing_programs_are_named_with_their_package) {
  const scoped_environment environment{{"PATH", "/nowhere"}};
  project wanted;
  wanted.compiler_path = "/nowhere/c++";
  wanted.compiler_version = "12.2.0";
  const auto missing = [&] {
    return failure_of([&] { (void)find_programs(wanted); },
                      cli::exit_environment);
  };
  EXPECT_EQ(missing(),
            "there is no gcov, which reads the data of gcc; install it "
            "(package gcc-12) or put it on PATH");
  wanted.made_by = compiler::clang;
  wanted.compiler_version = "14.0.6";
  EXPECT_EQ(missing(),
            "there is no llvm-profdata, which merges the data of clang; "
            "install it (package llvm-14) or put it on PATH");
}

TEST_F(coverage_project, gcovr_is_asked_for_only_where_it_is_needed) {
  fs::create_directories(build);
  const fs::path gcov = fs::path(build) / "gcov-12";
  std::ofstream(gcov) << "#!/bin/sh\n";
  fs::permissions(gcov, fs::perms::owner_all);
  const scoped_environment environment{{"PATH", build}};
  project wanted;
  wanted.compiler_version = "12.2.0";
  wanted.formats = {"term", "json", "lcov"};
  EXPECT_EQ(find_programs(wanted).gcov, gcov.string());
  wanted.formats = {"html"};
  EXPECT_EQ(
      failure_of([&] { (void)find_programs(wanted); }, cli::exit_environment),
      "there is no gcovr, which writes html and xml reports; install it "
      "(package gcovr) or put it on PATH");
}

}  // namespace
}  // namespace parallel_testing::coverage_command
