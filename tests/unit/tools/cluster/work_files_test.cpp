// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/work_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <parallel_testing/temp_dir.hpp>

namespace parallel_testing::cluster {
namespace {

TEST(node_run_id, is_valid_and_different_for_each_node) {
  EXPECT_EQ(node_run_id("abc", "n1"), "abc.n1");
  const std::string longest(64, 'r');
  EXPECT_EQ(node_run_id(longest, "n1").size(), 64U);
  EXPECT_NE(node_run_id(longest, "n1"), node_run_id(longest, "n2"));
  EXPECT_LE(node_run_id("r", std::string(200, 'n')).size(), 64U);
}

TEST(work_files, that_nobody_needs_are_put_away_together) {
  namespace fs = std::filesystem;
  const temp_dir run;
  const work_files files(run.path().string());
  files.create();
  for (const char* node : {"n1", "n2"}) {
    files.create_node(node);
    make_ctest_directory(files.node(node) + "/ctest", "/build");
  }
  files.put_away({"n1", "n2", "n3"});
  const fs::path spent = run.path() / spent_directory;
  EXPECT_FALSE(fs::exists(run.path() / "work"));
  EXPECT_FALSE(fs::exists(files.node("n1") + "/ctest"));
  EXPECT_FALSE(fs::exists(files.node("n2") + "/ctest"));
  EXPECT_TRUE(fs::exists(spent / "work/pulse"));
  EXPECT_TRUE(fs::exists(spent / "ctest of n1/CTestTestfile.cmake"));
  EXPECT_TRUE(fs::exists(files.events("n1")));
}

}  // namespace
}  // namespace parallel_testing::cluster
