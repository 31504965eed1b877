// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/data/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commands/coverage/data/contexts.hpp"

namespace parallel_testing::coverage_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> selected(const std::vector<std::string>& paths,
                                  const selection& wanted) {
  coverage_table table;
  for (const std::string& path : paths) table[path][1] = {};
  std::vector<std::string> result;
  for (const auto& [path, file] : select(table, wanted)) {
    result.push_back(path);
  }
  return result;
}

TEST(coverage_table, percent_is_100_only_when_all_is_covered) {
  EXPECT_EQ((ratio{1999, 2000}.percent()), 99.9);
  EXPECT_EQ((ratio{2000, 2000}.percent()), 100);
  EXPECT_EQ((ratio{0, 0}.percent()), 0);
  EXPECT_EQ((ratio{1, 3}.percent()), 33.3);
}

TEST(coverage_table, files_below_the_sources_are_selected) {
  const std::vector<std::string> all = {"/p/lib/a.cpp", "/p/build/moc.cpp",
                                        "/p/tests/t.cpp", "/project/b.cpp",
                                        "/usr/include/vector"};
  selection wanted{"/p", "/p/build", {"/p"}, {}};
  EXPECT_THAT(selected(all, wanted), ElementsAre("lib/a.cpp", "tests/t.cpp"));
  wanted.exclude = {"tests/*"};
  EXPECT_THAT(selected(all, wanted), ElementsAre("lib/a.cpp"));
  wanted.exclude = {"/p/lib/*", "*t.cpp"};
  EXPECT_THAT(selected(all, wanted), IsEmpty());
  wanted.exclude.clear();
  wanted.sources = {"/p/build", "/usr"};
  EXPECT_THAT(selected(all, wanted),
              ElementsAre("/usr/include/vector", "build/moc.cpp"));
}

TEST(coverage_table, tests_of_a_line_are_kept_apart) {
  std::vector<std::string> names;
  for (int number = 100; number < 300; ++number) {
    names.push_back("t" + std::to_string(number));
  }
  test_contexts contexts(names);
  coverage_table ran;
  ran["a.cpp"][3].count = 1;
  ran["a.cpp"][4].count = 0;
  contexts.add(1, ran);
  contexts.add(130, ran);
  ran["a.cpp"][5].count = 1;
  contexts.add(199, ran);
  ran["b.cpp"] = {{1, {1, {}}}};
  contexts.finish();
  EXPECT_EQ(contexts.sets(), 2U);
  EXPECT_EQ(contexts.set_of("a.cpp", 3), 0U);
  EXPECT_EQ(contexts.set_of("a.cpp", 5), 1U);
  EXPECT_THAT(contexts.tests_of(0), ElementsAre(1, 130, 199));
  EXPECT_THAT(contexts.tests_of(1), ElementsAre(199));
  EXPECT_EQ(contexts.set_of("a.cpp", 4), std::nullopt);
  EXPECT_EQ(contexts.set_of("b.cpp", 3), std::nullopt);
}

}  // namespace
}  // namespace parallel_testing::coverage_command
