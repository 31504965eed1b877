// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/whole_file.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <iterator>
#include <string>

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

class whole_file : public testing::Test {
 protected:
  whole_file() { fs::create_directories(folder_); }

  [[nodiscard]] std::string path(const char* name) const {
    return (folder_ / name).string();
  }
  [[nodiscard]] auto files() const {
    return std::distance(fs::directory_iterator(folder_), {});
  }

 private:
  fs::path folder_ =
      fs::path(testing::TempDir()) /
      testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(whole_file, a_file_that_was_replaced_has_the_new_text_only) {
  const std::string file = path("file");
  EXPECT_FALSE(replace_file(file, std::string("long \0 text\n", 12)));
  EXPECT_EQ(read_file(file), std::string("long \0 text\n", 12));
  EXPECT_FALSE(replace_file(file, ""));
  EXPECT_EQ(read_file(file), "");
  EXPECT_EQ(files(), 1);
}

TEST_F(whole_file, a_file_that_was_replaced_has_its_old_permissions) {
  const std::string file = path("private");
  ASSERT_FALSE(replace_file(file, "old"));
  const auto of_the_owner = fs::perms::owner_read | fs::perms::owner_write;
  fs::permissions(file, of_the_owner);
  ASSERT_FALSE(replace_file(file, "new"));
  EXPECT_EQ(fs::status(file).permissions(), of_the_owner);
  EXPECT_EQ(read_file(file), "new");
}

TEST_F(whole_file, a_link_stays_and_leads_to_the_new_text) {
  for (const char* const name : {"file", "missing"}) {
    fs::remove(path("link"));
    fs::create_symlink(path(name), path("link"));
    EXPECT_FALSE(replace_file(path("file"), "old"));
    EXPECT_FALSE(replace_file(path("link"), "new"));
    EXPECT_TRUE(fs::is_symlink(path("link")));
    EXPECT_EQ(read_file(path(name)), "new");
  }
}

TEST_F(whole_file, a_missing_file_and_a_folder_cannot_be_read) {
  EXPECT_EQ(read_file(path("missing")), std::nullopt);
  EXPECT_EQ(read_file(path(".")), std::nullopt);
}

TEST_F(whole_file, a_failed_replacement_leaves_nothing) {
  fs::create_directories(path("folder"));
  EXPECT_EQ(replace_file(path("folder"), "text").value(), EISDIR);
  EXPECT_EQ(replace_file(path("missing/file"), "text").value(), ENOENT);
  EXPECT_EQ(files(), 1);
}

TEST_F(whole_file, a_device_is_written_to) {
  EXPECT_FALSE(replace_file("/dev/null", "text"));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_EQ(replace_file("/dev/full", "text").value(), ENOSPC);
}

}  // namespace
}  // namespace parallel_testing::tools
