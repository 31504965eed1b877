// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <filesystem>
#include <parallel_testing/error.hpp>
#include <parallel_testing/temp_dir.hpp>

#include "process/coverage.hpp"

namespace parallel_testing {
namespace {

class coverage_path : public testing::Test {
 protected:
  std::string with_link(const std::string& given) const {
    return coverage_path_without_pattern(open_private_directory(state), given);
  }

  temp_dir place;
  std::string state = place / "state";
  std::string directory = place / "feat%2Flogin@2/coverage";
};

TEST_F(coverage_path, without_percent_is_the_path_itself) {
  EXPECT_EQ(with_link("/run/coverage"), "/run/coverage");
}

TEST_F(coverage_path, C83_with_percent_leads_to_the_same_directory) {
  const std::string path = with_link(directory);
  EXPECT_EQ(path.find('%'), std::string::npos);
  EXPECT_TRUE(std::filesystem::equivalent(path, directory));
  EXPECT_EQ(with_link(directory), path);
  EXPECT_NE(with_link(directory + "/other"), path);
}

TEST_F(coverage_path, links_to_what_is_gone_are_removed) {
  const std::string path = with_link(directory);
  std::filesystem::remove_all(directory);
  (void)with_link(directory + "2");
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::symlink_status(path)));
}

TEST_F(coverage_path, link_that_leads_elsewhere_is_refused) {
  const std::string path = with_link(directory);
  std::filesystem::remove(path);
  std::filesystem::create_directory_symlink(place.path(), path);
  EXPECT_THROW((void)with_link(directory), error);
}

TEST_F(coverage_path, state_directory_with_percent_is_refused) {
  state = place / "state%1";
  EXPECT_THROW((void)with_link(directory), error);
}

}  // namespace
}  // namespace parallel_testing
