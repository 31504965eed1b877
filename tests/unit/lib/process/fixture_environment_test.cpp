// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/fixture_environment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "support/marker_examples.hpp"

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

/// "<fixture> <scope> <name>" of each.
std::vector<std::string> chosen(const std::vector<std::string>& markers) {
  std::vector<std::string> texts;
  for (const database_choice& each : databases_of(parsed(markers))) {
    texts.push_back(each.fixture + " " + each.scope + " " + each.name);
  }
  return texts;
}

TEST(fixture_environment, markers_choose_the_database) {
  EXPECT_THAT(chosen({}), IsEmpty());
  EXPECT_THAT(chosen({"database", "slow"}), IsEmpty());
  EXPECT_THAT(chosen({"slow", "fixture:pg"}), ElementsAre("pg  "));
  EXPECT_THAT(chosen({"database", "fixture:pg"}), ElementsAre("pg test "));
  EXPECT_THAT(chosen({"fixture:pg", "database:b:shared", "database:a",
                      "database", "fixture:web"}),
              ElementsAre("pg named a", "web named a"));
}

TEST(fixture_environment, variables_are_read_of_their_owner_and_whole) {
  std::vector<std::pair<std::string, std::string>> found;
  EXPECT_TRUE(read_variables("\nPGHOST=h\nDATABASE_URL=a=b\n", "", found));
  EXPECT_THAT(found,
              ElementsAre(Pair("PGHOST", "h"), Pair("DATABASE_URL", "a=b")));
  EXPECT_TRUE(read_variables("12.3\nPGHOST=h\n", "12.3", found));
  EXPECT_THAT(found, ElementsAre(Pair("PGHOST", "h")));
  EXPECT_FALSE(read_variables("12.3\nPGHOST=h\n", "", found));
  EXPECT_FALSE(read_variables("\nPGHOST=h\nPGPO", "", found));
  EXPECT_FALSE(read_variables("", "", found));
  EXPECT_FALSE(read_variables("\n", "", found));
}

}  // namespace
}  // namespace parallel_testing
