// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/artifact_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parallel_testing::unit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;

std::vector<std::string> beyond(std::vector<artifact_file> files,
                                std::uint64_t limit) {
  std::vector<std::string> paths;
  for (const artifact_file& each : files_beyond(std::move(files), limit)) {
    paths.push_back(each.path);
  }
  return paths;
}

TEST(artifact_size, C98_files_within_the_limit_stay) {
  EXPECT_THAT(beyond({{"a", 5}, {"b", 5}}, 10), IsEmpty());
  EXPECT_THAT(beyond({}, 0), IsEmpty());
}

TEST(artifact_size, C98_the_largest_files_beyond_the_limit_go) {
  EXPECT_THAT(beyond({{"log", 3}, {"core", 90}, {"dump", 9}}, 10),
              ElementsAre("core", "dump"));
  EXPECT_THAT(beyond({{"b", 6}, {"a", 6}}, 6), ElementsAre("a"));
}

TEST(artifact_name, C98_no_name_of_a_test_leads_elsewhere) {
  for (const char* name :
       {"../../etc/passwd", "/etc", "..", ".", "", "a\nb", "-rf"}) {
    EXPECT_THAT(artifact_directory_name(name, "1"),
                MatchesRegex("[A-Za-z0-9_][A-Za-z0-9._-]*-[0-9a-f]{16}|"
                             "-[0-9a-f]{16}"))
        << name;
  }
}

TEST(artifact_name, C98_similar_names_and_instances_are_distinct) {
  const std::string name = artifact_directory_name("A/B", "1 2 1");
  EXPECT_NE(name, artifact_directory_name("A_B", "1 2 1"));
  EXPECT_NE(name, artifact_directory_name("A/B", "1 2 2"));
  EXPECT_EQ(name, artifact_directory_name("A/B", "1 2 1"));
  const std::string long_name(5000, 'x');
  EXPECT_LE(artifact_directory_name(long_name, "").size(), 120U);
}

}  // namespace
}  // namespace parallel_testing::unit
