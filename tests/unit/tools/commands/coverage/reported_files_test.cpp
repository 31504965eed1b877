// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/reported_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <parallel_testing/temp_dir.hpp>

namespace parallel_testing::coverage_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Key;

class reported_file : public testing::Test {
 protected:
  std::string make(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = place / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path.string();
  }

  reported_table report(coverage_table read) {
    project measured;
    measured.reported.root = root;
    measured.reported.build = root + "/build";
    measured.reported.sources = {root};
    measured.reported.exclude = excluded;
    measured.targets = {{"shop", root, compiled, {}, {}}};
    measured.sources = source_files({shop}, {root, root + "/build"});
    return reported_files(measured).report(std::move(read));
  }

  temp_dir place;
  std::string root = place.path();
  std::vector<std::string> excluded;
  std::vector<std::string> compiled;
  std::string shop = make("shop/shop.cpp", "a\nb\n");
};

TEST_F(reported_file, is_found_by_the_path_that_a_compiler_wrote) {
  const reported_table found = report(
      {{"./shop/shop.cpp", {{1, {1, {}}}}}, {"/x/shop.cpp", {{1, {2, {}}}}}});
  ASSERT_THAT(found.table, ElementsAre(Key("shop/shop.cpp")));
  EXPECT_EQ(found.table.at("shop/shop.cpp").at(1).count, 3U);
  EXPECT_THAT(found.missing, IsEmpty());
  EXPECT_THAT(found.unknown, IsEmpty());
}

TEST_F(reported_file, that_is_not_there_is_reported) {
  const reported_table found = report({{root + "/grammar.y", {{1, {}}}},
                                       {"scanner.l", {{1, {}}}},
                                       {"<stdin>", {{1, {}}}},
                                       {"/else/a.y", {{1, {}}}}});
  EXPECT_THAT(found.table, ElementsAre(Key("grammar.y")));
  EXPECT_THAT(found.missing, ElementsAre("grammar.y"));
  EXPECT_THAT(found.unknown,
              ElementsAre("/else/a.y", root + "/build/scanner.l"));
}

TEST_F(reported_file, that_is_excluded_may_be_missing) {
  excluded = {"*.y"};
  const reported_table found =
      report({{root + "/grammar.y", {{1, {}}}}, {"/else/a.y", {{1, {}}}}});
  EXPECT_THAT(found.table, IsEmpty());
  EXPECT_THAT(found.missing, IsEmpty());
  EXPECT_THAT(found.unknown, IsEmpty());
}

TEST_F(reported_file, that_is_generated_and_left_out_is_reported) {
  const std::string parser = make("build/parser.cpp", "a\n");
  make("build/config.hpp", "a\n");
  compiled = {shop, parser};
  const coverage_table read{{parser, {{1, {}}}},
                            {root + "/build/config.hpp", {{1, {}}}}};
  EXPECT_THAT(report(read).generated, ElementsAre(parser));
  excluded = {"build/*"};
  EXPECT_THAT(report(read).generated, IsEmpty());
}

TEST_F(reported_file, has_no_lines_that_its_comments_exclude) {
  make("half.cpp", "a // LCOV_EXCL_LINE\nb // GCOVR_EXCL_BR_LINE\n");
  make("all.cpp", "a // LCOV_EXCL_LINE\n// LCOV_EXCL_STOP\n");
  const reported_table found =
      report({{root + "/half.cpp", {{1, {1, {1}}}, {2, {1, {1, 0}}}}},
              {root + "/all.cpp", {{1, {1, {}}}}}});
  EXPECT_THAT(found.table, ElementsAre(Key("half.cpp")));
  EXPECT_THAT(found.table.at("half.cpp"), ElementsAre(Key(2)));
  EXPECT_EQ(found.excluded.lines, 2U);
  EXPECT_EQ(found.excluded.branches, 3U);
  EXPECT_THAT(found.problems,
              ElementsAre("all.cpp:2: LCOV_EXCL_STOP has no START"));
}

}  // namespace
}  // namespace parallel_testing::coverage_command
