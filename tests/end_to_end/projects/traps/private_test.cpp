// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// clang-format off: a precompiled header must be the first
#include <gtest/gtest.h>
// clang-format on
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "note.hpp"

class Private : public testing::TestWithParam<int> {};
TEST_P(Private, DirectoryShowsWhatWasDeclared) {
  const std::string here = std::filesystem::current_path();
  e2e::note("cwd", here);
  EXPECT_EQ(here.find(e2e::variable("TMPDIR")), 0u);
  const int file = ::open("out.txt", O_WRONLY | O_CREAT | O_EXCL, 0600);
  EXPECT_GE(file, 0) << "somebody else wrote out.txt";
  ::close(file);
  std::string word;
  std::ifstream("data/input.txt") >> word;
  EXPECT_EQ(word, "hello");
  std::ifstream("data/inner/deep.txt") >> word;
  EXPECT_EQ(word, "inner");
  EXPECT_FALSE(std::filesystem::exists("CMakeLists.txt"));
  EXPECT_EQ(e2e::variable("PARALLEL_TESTING_PRIVATE_DIRECTORY"), "");
}

// The next one finds the file as it was.
TEST_P(Private, WritesStayInTheTest) {
  std::string word;
  std::ifstream("data/input.txt") >> word;
  EXPECT_EQ(word, "hello");
  std::ofstream("data/input.txt") << "changed";
  std::ifstream("data/input.txt") >> word;
  EXPECT_EQ(word, "changed");
  e2e::note("wrote", word);
}
INSTANTIATE_TEST_SUITE_P(All, Private, testing::Range(0, 4));
