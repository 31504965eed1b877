// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/build_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/whole_file.hpp"
#include "cli/command.hpp"
#include "ctest/ctest_query.hpp"
#include "ctest/failed_tests.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

std::string folder(const std::string& name) {
  const fs::path path = fs::path(testing::TempDir()) / name;
  fs::create_directories(path);
  return path.string();
}

std::string failure_of(const std::string& build) {
  try {
    check_build_directory(build);
  } catch (const cli::failure& problem) {
    EXPECT_EQ(problem.exit_code(), 3);
    return problem.what();
  }
  return "no failure";
}

TEST(build_tree, C76_databases_are_named_without_their_passwords) {
  EXPECT_THAT(databases_of({}), IsEmpty());
  EXPECT_THAT(databases_of({{"DATABASE_URL",
                             "postgresql://app:p@ss/w?rd@db:5432/shop"
                             "?sslmode=require&password=secret"}}),
              ElementsAre("postgresql://app@db:5432/shop"));
  EXPECT_THAT(databases_of({{"DATABASE_URL", "host=db password=secret"}}),
              ElementsAre("(set)"));
  EXPECT_THAT(databases_of({{"PGHOST", "db"},
                            {"PGUSER", "app"},
                            {"PGDATABASE", "shop"},
                            {"PGPASSWORD", "secret"}}),
              ElementsAre("postgresql://app@db/shop"));
}

TEST(build_tree, C103_from_another_machine_is_read_by_the_ctest_on_path) {
  const std::string build = folder("moved");
  const auto with_ctest = [&](const std::string& path) {
    std::ofstream(build + "/CMakeCache.txt")
        << "CMAKE_CTEST_COMMAND:INTERNAL=" << path << "\n";
    return ctest_of(build);
  };
  EXPECT_EQ(with_ctest("/bin/sh"), "/bin/sh");
  EXPECT_THAT(
      with_ctest("/nonexistent/bin/ctest"),
      AllOf(StartsWith("/"), EndsWith("/ctest"), Not(HasSubstr("none"))));
}

TEST(build_tree, a_directory_without_tests_is_refused_with_the_reason) {
  EXPECT_THAT(failure_of("/nonexistent"), HasSubstr("is not a directory"));
  const std::string plain = folder("plain");
  EXPECT_THAT(failure_of(plain), HasSubstr("is not a build directory"));
  std::ofstream(plain + "/CMakeCache.txt")
      << "CMAKE_PROJECT_NAME:STATIC=shop\n";
  EXPECT_THAT(failure_of(plain), HasSubstr("enable_testing()"));
  std::ofstream(plain + "/CTestTestfile.cmake") << "";
  EXPECT_EQ(failure_of(plain), "no failure");
  EXPECT_EQ(cached_value(plain, "CMAKE_PROJECT_NAME"), "shop");
}

TEST(build_tree, a_directory_of_the_build_belongs_to_the_whole_tree) {
  const std::string tree = folder("tree");
  std::ofstream(tree + "/CMakeCache.txt") << "";
  EXPECT_EQ(build_tree_of(folder("tree/a/b")), tree);
  EXPECT_EQ(build_tree_of(tree), tree);
  EXPECT_EQ(build_tree_of("/nonexistent/x"), "/nonexistent/x");
}

TEST(build_tree, the_chosen_ctest_has_an_absolute_path) {
  EXPECT_EQ(choose_ctest("sh"), choose_ctest(tools::choose_ctest("sh")));
  EXPECT_EQ(choose_ctest("sh").front(), '/');
}

TEST(build_tree, failed_tests_are_written_as_ctest_reads_them) {
  const std::string build = folder("build");
  fs::create_directories(build + "/Testing/Temporary");
  write_failed_tests(build, {{3, "a b"}, {7, "c"}});
  EXPECT_EQ(read_file(failed_tests_file(build)), "3:a b\n7:c\n");
  EXPECT_THROW(write_failed_tests("/nonexistent", {}), cli::failure);
}

TEST(build_tree, C03_failed_tests_may_have_names_of_several_lines) {
  const std::vector<numbered_test> tests{{3, "a b"}, {7, "c\n\n1 d"}, {8, "e"}};
  const std::string build = folder("lines");
  fs::create_directories(build + "/Testing/Temporary");
  write_failed_tests(build, tests);
  EXPECT_EQ(parse_failed_tests(*read_file(failed_tests_file(build))), tests);
}

}  // namespace
}  // namespace parallel_testing::tools
