// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/files.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "base/format.hpp"
#include "base/os.hpp"
#include "base/unique_fd.hpp"
#include "support/error_of.hpp"
#include "support/scoped_calls.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;
using unit::error_of;
using unit::scratch;

class whole_files : public testing::Test {
 protected:
  whole_files() { fs::create_directory(folder_); }

  std::string path(const char* name) const { return folder_ + "/" + name; }
  static bool replace(const std::string& file, const std::string& text,
                      mode_t mode = 0600) {
    return replace_whole(AT_FDCWD, file, text, mode);
  }

  const scratch place_;
  const std::string folder_ = place_.path("files");
};

TEST_F(whole_files, are_replaced_with_the_given_mode_and_leave_nothing_else) {
  EXPECT_TRUE(replace(path("a"), "long text", 0640));
  EXPECT_TRUE(replace(path("a"), "text", 0640));
  EXPECT_EQ(read_whole(path("a")), "text");
  EXPECT_EQ(fs::status(path("a")).permissions(), fs::perms(0640));
  EXPECT_THAT(names_in(folder_), ElementsAre("a"));
}

TEST_F(whole_files, are_as_before_when_the_disk_is_full) {
  EXPECT_TRUE(replace(path("a"), "old"));
  {
    unit::scoped_calls calls;
    calls->write = [](int, const void*, std::size_t) -> ssize_t {
      errno = ENOSPC;
      return -1;
    };
    EXPECT_FALSE(replace(path("a"), "new"));
    EXPECT_EQ(errno, ENOSPC);
    EXPECT_FALSE(replace(path("b"), "new"));
  }
  EXPECT_EQ(read_whole(path("a")), "old");
  EXPECT_THAT(names_in(folder_), ElementsAre("a"));
}

TEST_F(whole_files, are_created_once) {
  EXPECT_TRUE(create_whole(AT_FDCWD, path("a"), "first"));
  EXPECT_FALSE(create_whole(AT_FDCWD, path("a"), "second"));
  EXPECT_EQ(errno, EEXIST);
  EXPECT_EQ(read_whole(path("a")), "first");
  EXPECT_THAT(names_in(folder_), ElementsAre("a"));
}

TEST_F(whole_files, are_replaced_although_a_process_of_this_id_was_killed) {
  std::ofstream(fmt::format("{}.{}", path("a"), ::getpid())) << "half";
  EXPECT_TRUE(replace(path("a"), "whole"));
  EXPECT_EQ(read_whole(path("a")), "whole");
  EXPECT_THAT(names_in(folder_), ElementsAre("a"));
}

TEST_F(whole_files, that_must_be_there_and_are_not_are_errors) {
  EXPECT_THAT(
      error_of([&] { (void)require_whole(path("a"), "plan", "build"); }),
      StartsWith("cannot read plan '" + path("a") +
                 "': No such file or directory; build"));
  EXPECT_THAT(error_of([&] { (void)require_whole(folder_, "plan", "build"); }),
              StartsWith("cannot read plan '" + folder_ + "': Is a directory"));
  EXPECT_EQ(read_whole(path("a")), "");
  EXPECT_THAT(names_in(path("a")), IsEmpty());
}

TEST_F(whole_files, have_parts_as_long_as_they_reach) {
  EXPECT_TRUE(replace(path("a"), "0123456789"));
  const unique_fd file(os::open_at(AT_FDCWD, path("a").c_str(), O_RDONLY));
  EXPECT_EQ(read_part(file.get(), 2, 3), "234");
  EXPECT_EQ(read_part(file.get(), 8, 3), "89");
  EXPECT_EQ(read_part(file.get(), 20, 3), "");
}

TEST(child, whose_end_the_system_does_not_keep_did_not_succeed) {
  const auto former = ::signal(SIGCHLD, SIG_IGN);
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  const int status = os::wait_for(child);
  ::signal(SIGCHLD, former);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 255);
}

}  // namespace
}  // namespace parallel_testing
