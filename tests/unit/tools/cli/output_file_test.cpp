// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/output_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <parallel_testing/temp_dir.hpp>
#include <string>

#include "cli/command.hpp"

namespace parallel_testing::cli {
namespace {

namespace fs = std::filesystem;

std::string refusal_of_path(const std::string& path) {
  try {
    prepare_output(path);
    return "";
  } catch (const failure& problem) {
    EXPECT_EQ(problem.exit_code(), exit_environment);
    return problem.what();
  }
}

TEST(prepared_output, has_its_directory) {
  const temp_dir place;
  const std::string path = std::string(place.path()) + "/a/b/r.xml";
  EXPECT_EQ(refusal_of_path(path), "");
  EXPECT_TRUE(fs::is_directory(fs::path(path).parent_path()));
  EXPECT_FALSE(fs::exists(path));
}

TEST(prepared_output, cannot_be_a_directory_or_below_a_file) {
  const temp_dir place;
  const std::string file = std::string(place.path()) + "/file";
  std::ofstream(file) << "text";
  EXPECT_THAT(refusal_of_path(place.path()),
              testing::HasSubstr("Is a directory"));
  EXPECT_THAT(refusal_of_path(file + "/r.xml"),
              testing::HasSubstr("cannot write '" + file +
                                 "/r.xml': Not a "
                                 "directory"));
}

TEST(prepared_output, may_be_a_device_or_standard_output) {
  for (const char* path : {"", "-", "/dev/null"}) {
    EXPECT_EQ(refusal_of_path(path), "") << path;
  }
}

}  // namespace
}  // namespace parallel_testing::cli
